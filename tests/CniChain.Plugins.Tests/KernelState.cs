using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.Plugins.Tests;

/// <summary>Compares what the kernel has of two runs that should have done the same.</summary>
internal static partial class KernelState
{
    // Indices, names and addresses that differ between any two runs; timers; what this plugin adds on purpose: an owner, no wait for DAD.
    private static readonly HashSet<string> s_passedOver =
    [
        "ifindex", "link_index", "link_netnsid", "address", "ifalias", "bridge_id", "root_id", "hello_timer", "tcn_timer", "topology_change_timer", "gc_timer",
        "hold_timer", "message_age_timer", "forward_delay_timer", "designated_bridge", "designated_port", "nodad", "tentative", "stats", "stats64",

        // Plugins 1.1 made veths with a queue of length 0 by mistake; later ones don't.
        "txqlen",
    ];

    /// <summary>The kernel settles operational states in its own time, up to a second after the change that caused them.</summary>
    public static void AssertSame(TestNamespace theirs, TestNamespace ours, string command)
    {
        for (var attempt = 0; attempt < 300 && Kernel(theirs, command) != Kernel(ours, command); attempt++)
        {
            Thread.Sleep(100);
        }

        Assert.Equal(Kernel(theirs, command), Kernel(ours, command));
    }

    /// <summary>JSON without what differs between any two runs, its members in order.</summary>
    private static string Kernel(TestNamespace place, string command)
    {
        var text = place.Exec(command);
        var array = JsonNode.Parse(string.IsNullOrWhiteSpace(text) ? "[]" : text)!.AsArray();
        var lines = array.Select(n => Plain(Strip(n!).ToJsonString(), place)).Where(l => !l.Contains("fe80::", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static JsonNode Strip(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.Where(i => i is JsonObject o && o["local"]?.GetValue<string>().StartsWith("fe80:", StringComparison.Ordinal) == true).ToList())
            {
                array.Remove(item);
            }

            foreach (var item in array)
            {
                _ = item is null ? null : Strip(item);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (key, value) in members.ToList())
            {
                if (s_passedOver.Contains(key))
                {
                    members.Remove(key);
                }
                else if (value is not null)
                {
                    Strip(value);
                }
            }
        }

        return node;
    }

    /// <summary>Text without the names and addresses that differ between any two runs.</summary>
    public static string Plain(string text, TestNamespace container) =>
        Dns().Replace(Mac().Replace(Veth().Replace(text, "VETH"), "MAC").Replace(container.Path, "NETNS", StringComparison.Ordinal).Trim(), "");

    // The reference library wrote an empty "dns" up to its version 1.1.
    [GeneratedRegex(",\\s*\"dns\": \\{\\}")]
    private static partial Regex Dns();

    [GeneratedRegex("veth[0-9a-f]{8}")]
    private static partial Regex Veth();

    [GeneratedRegex("([0-9a-f]{2}:){5}[0-9a-f]{2}")]
    private static partial Regex Mac();
}
