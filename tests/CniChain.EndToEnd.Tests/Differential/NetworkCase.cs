using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>One configuration to be run with both sets of plugins.</summary>
internal sealed record NetworkCase
{
    /// <summary>Says which, in a failure.</summary>
    public required string Name { get; init; }

    /// <summary>cniVersion of the list.</summary>
    public required string Version { get; init; }

    /// <summary>The plugins of the list, each a JSON object.</summary>
    public required IReadOnlyList<string> Plugins { get; init; }

    /// <summary>Capability arguments, JSON.</summary>
    public string? Capabilities { get; init; }

    /// <summary>CNI_ARGS.</summary>
    public string Args { get; init; } = "IgnoreUnknown=1";

    /// <summary>Shell commands that prepare the node.</summary>
    public string Setup { get; init; } = "true";

    /// <summary>How many containers are attached at a time.</summary>
    public int Containers { get; init; } = 1;

    /// <summary>Whether ours get it as one entry of cnichain with the chain inside, or link by link under the reference's names.</summary>
    public bool AsChain { get; init; }

    /// <summary>Whether CHECK exists.</summary>
    public bool HasCheck => Version is "0.4.0" or "1.0.0" or "1.1.0";

    /// <summary>The list for a set of plugins.</summary>
    public string ListFor(PluginSet set)
    {
        var plugins = string.Join(", ", Plugins);
        if (set == PluginSet.CniChain && AsChain)
        {
            var declared = new JsonObject();
            foreach (var plugin in Plugins)
            {
                foreach (var (name, value) in JsonNode.Parse(plugin)!["capabilities"] as JsonObject ?? [])
                {
                    declared[name] = value!.DeepClone();
                }
            }

            plugins = $$"""{ "type": "cnichain", "capabilities": {{declared.ToJsonString()}}, "chain": [{{plugins}}] }""";
        }

        return $$"""{ "cniVersion": "{{Version}}", "name": "net", "plugins": [{{plugins}}] }""";
    }

    /// <summary>Whether the configuration holds a text.</summary>
    public bool Has(string text) => Plugins.Any(p => p.Contains(text, StringComparison.Ordinal));

    public override string ToString() => $"{Name}: {ListFor(PluginSet.Reference)} {Capabilities} CNI_ARGS={Args}{(AsChain ? " (ours as a chain)" : "")}";
}
