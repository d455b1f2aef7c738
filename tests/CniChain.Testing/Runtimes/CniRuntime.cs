using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CniChain.Testing;

/// <summary>Drives a network list as a container runtime does: plugins in order, results handed on, capabilities shared out.</summary>
/// <remarks>CNI specification 1.1.0, sections 3 and 4. Calls for different containers may run at a time.</remarks>
public sealed class CniRuntime
{
    private readonly TestNode _node;
    private readonly JsonObject _list;
    private readonly ConcurrentDictionary<string, Attached> _attached = new();

    /// <param name="node">Where the plugins run.</param>
    /// <param name="conflist">The list's JSON.</param>
    public CniRuntime(TestNode node, string conflist)
    {
        _node = node;
        _list = JsonNode.Parse(conflist, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
    }

    /// <summary>More variables for every call, such as CNICHAIN_PLUGINS with the folder of a plugin under test.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    private IReadOnlyList<JsonObject> Plugins => [.. _list["plugins"]!.AsArray().Select(p => p!.AsObject())];

    // libcni hands the result of ADD to CHECK and DEL since this version.
    private bool RemembersResults => !((string?)_list["cniVersion"] is "0.1.0" or "0.2.0" or "0.3.0" or "0.3.1");

    /// <summary>Attaches a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="capabilities">Capability arguments, as <c>{"portMappings": [...]}</c>; null for none.</param>
    /// <param name="ifName">The interface's name in the container.</param>
    /// <param name="args">CNI_ARGS.</param>
    /// <returns>The last plugin's result.</returns>
    /// <exception cref="InvalidOperationException">A plugin failed.</exception>
    public JsonElement Add(TestContainer container, string? capabilities = null, string ifName = "eth0", string args = "IgnoreUnknown=1") =>
        TryAdd(container, capabilities, ifName, args).Checked().Json;

    /// <inheritdoc cref="Add"/>
    public ChainReply TryAdd(TestContainer container, string? capabilities = null, string ifName = "eth0", string args = "IgnoreUnknown=1")
    {
        // Kept before the plugins run: a runtime owes a DEL to an ADD that failed too.
        var attached = new Attached(capabilities is null ? [] : JsonNode.Parse(capabilities)!.AsObject(), ifName, args, null);
        _attached[Key(container, ifName)] = attached;
        JsonNode? result = null;
        ChainReply? last = null;
        foreach (var plugin in Plugins)
        {
            last = Call("ADD", plugin, container, attached with { Result = result });
            if (last.Reply.ExitCode != 0)
            {
                return last;
            }

            result = JsonNode.Parse(last.Reply.Output);
        }

        _attached[Key(container, ifName)] = attached with { Result = RemembersResults ? result : null };
        return last!;
    }

    /// <summary>Checks a container's attachment.</summary>
    /// <exception cref="InvalidOperationException">A plugin failed, or the container is not attached.</exception>
    public void Check(TestContainer container, string ifName = "eth0") => TryCheck(container, ifName).Checked();

    /// <inheritdoc cref="Check"/>
    public ChainReply TryCheck(TestContainer container, string ifName = "eth0") =>
        InTurn("CHECK", Plugins, container, _attached[Key(container, ifName)]);

    /// <summary>Detaches a container; what was never attached too.</summary>
    /// <exception cref="InvalidOperationException">A plugin failed.</exception>
    public void Delete(TestContainer container, string ifName = "eth0")
    {
        TryDelete(container, ifName).Checked();
        _attached.TryRemove(Key(container, ifName), out _);
    }

    /// <summary>Detaches a container and remembers it, as a runtime whose DEL failed does.</summary>
    public ChainReply TryDelete(TestContainer container, string ifName = "eth0") =>
        InTurn("DEL", Plugins.Reverse(), container, _attached.GetValueOrDefault(Key(container, ifName)) ?? new Attached([], ifName, "IgnoreUnknown=1", null));

    /// <summary>Takes over what another runtime object knows of a container, as a node's runtime does when the plugins below it change.</summary>
    public void TakeOver(CniRuntime other, TestContainer container, string ifName = "eth0") =>
        _attached[Key(container, ifName)] = other._attached[Key(container, ifName)];

    private static string Key(TestContainer container, string ifName) => $"{container.Id}/{ifName}";

    private ChainReply InTurn(string command, IEnumerable<JsonObject> plugins, TestContainer container, Attached attached)
    {
        ChainReply? last = null;
        foreach (var plugin in plugins)
        {
            last = Call(command, plugin, container, attached);
            if (last.Reply.ExitCode != 0)
            {
                break;
            }
        }

        return last!;
    }

    private ChainReply Call(string command, JsonObject plugin, TestContainer container, Attached attached)
    {
        var config = plugin.DeepClone().AsObject();
        config["name"] = _list["name"]!.DeepClone();
        config["cniVersion"] = _list["cniVersion"]!.DeepClone();
        var declared = plugin["capabilities"] as JsonObject ?? [];
        var passed = attached.Capabilities.Where(pair => (bool?)declared[pair.Key] == true).ToArray();
        if (passed.Length > 0)
        {
            config["runtimeConfig"] = new JsonObject(passed.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        }

        if (attached.Result is not null)
        {
            config["prevResult"] = attached.Result.DeepClone();
        }

        var type = (string)plugin["type"]!;
        var call = PluginCall.For(container, command, config.ToJsonString());
        return new ChainReply(command, type, (call with { Type = type, IfName = attached.IfName, Args = attached.Args, Environment = Environment }).On(_node));
    }

    private sealed record Attached(JsonObject Capabilities, string IfName, string Args, JsonNode? Result);
}
