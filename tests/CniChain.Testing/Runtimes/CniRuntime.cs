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

    private IReadOnlyList<JsonObject> Plugins => [.. _list["plugins"]!.AsArray().Select(p => p!.AsObject())];

    /// <summary>Attaches a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="capabilities">Capability arguments, as <c>{"portMappings": [...]}</c>; null for none.</param>
    /// <param name="ifName">The interface's name in the container.</param>
    /// <param name="args">CNI_ARGS.</param>
    /// <returns>The last plugin's result.</returns>
    /// <exception cref="InvalidOperationException">A plugin failed.</exception>
    public JsonElement Add(TestContainer container, string? capabilities = null, string ifName = "eth0", string args = "IgnoreUnknown=1")
    {
        // Kept before the plugins run: a runtime owes a DEL to an ADD that failed too.
        var attached = new Attached(capabilities is null ? [] : JsonNode.Parse(capabilities)!.AsObject(), ifName, args, null);
        _attached[Key(container, ifName)] = attached;
        JsonNode? result = null;
        foreach (var plugin in Plugins)
        {
            var reply = Call("ADD", plugin, container, attached with { Result = result }).Checked($"ADD of {plugin["type"]}");
            result = JsonNode.Parse(reply.Output);
        }

        _attached[Key(container, ifName)] = attached with { Result = result };
        return JsonSerializer.SerializeToElement(result);
    }

    /// <summary>Checks a container's attachment.</summary>
    /// <exception cref="InvalidOperationException">A plugin failed, or the container is not attached.</exception>
    public void Check(TestContainer container, string ifName = "eth0")
    {
        var attached = _attached[Key(container, ifName)];
        foreach (var plugin in Plugins)
        {
            Call("CHECK", plugin, container, attached).Checked($"CHECK by {plugin["type"]}");
        }
    }

    /// <summary>Detaches a container; what was never attached too.</summary>
    /// <exception cref="InvalidOperationException">A plugin failed.</exception>
    public void Delete(TestContainer container, string ifName = "eth0")
    {
        var attached = _attached.GetValueOrDefault(Key(container, ifName)) ?? new Attached([], ifName, "IgnoreUnknown=1", null);
        foreach (var plugin in Plugins.Reverse())
        {
            Call("DEL", plugin, container, attached).Checked($"DEL by {plugin["type"]}");
        }

        _attached.TryRemove(Key(container, ifName), out _);
    }

    private static string Key(TestContainer container, string ifName) => $"{container.Id}/{ifName}";

    private PluginReply Call(string command, JsonObject plugin, TestContainer container, Attached attached)
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

        var call = PluginCall.For(container, command, config.ToJsonString());
        return (call with { Type = (string)plugin["type"]!, IfName = attached.IfName, Args = attached.Args }).On(_node);
    }

    private sealed record Attached(JsonObject Capabilities, string IfName, string Args, JsonNode? Result);
}
