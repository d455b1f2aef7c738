using System.Text.Json;
using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>What a configuration made of a node and its containers, one line a thing, without what differs between any two runs.</summary>
internal static class NodeState
{
    private const string NodeKeys = "ipv4/ip_forward ipv6/conf/all/forwarding ipv6/conf/*/accept_ra ipv4/conf/*/route_localnet";
    private const string ContainerKeys =
        "ipv4/conf/eth0/arp_notify ipv6/conf/eth0/accept_dad ipv6/conf/eth0/enhanced_dad ipv6/conf/eth0/disable_ipv6 ipv6/conf/eth0/keep_addr_on_down";

    /// <summary>Reads everything.</summary>
    public static IReadOnlyList<string> Read(TestNode node, IReadOnlyList<TestContainer> containers)
    {
        var lines = new List<string>();
        Parse("node", node.Shell(Script(NodeKeys) + "\nbridge -j -d link\nbridge -j vlan"), lines);
        foreach (var container in containers)
        {
            Parse(container.Id, container.Shell(Script(ContainerKeys)), lines);
        }

        AddLeases(node, lines);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    // Without a family, the table holds the routes of both.
    private static string Script(string keys) => $"""
        cd /proc/sys/net
        grep -Hs '' {keys} || true
        printf 'addr\nroute show table all\n' | ip -j -d -batch -
        """;

    private static void Parse(string place, string output, List<string> lines)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] != '[')
            {
                lines.Add($"{place}: {Plain.Names(line)}");
                continue;
            }

            foreach (var item in JsonNode.Parse(line)!.AsArray())
            {
                if (Plain.Of(item) is { } text)
                {
                    lines.Add($"{place}: {text}");
                }
            }
        }
    }

    // Not the lock, which is there or not and empty. Not the modes: Debian's reference makes files others may read, later ones and ours don't.
    private static void AddLeases(TestNode node, List<string> lines)
    {
        var folder = node.HostPath("/var/lib/cni/networks");
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            if (Path.GetFileName(file) == "lock")
            {
                continue;
            }

            lines.Add($"lease: {Path.GetRelativePath(folder, file)} {JsonSerializer.Serialize(File.ReadAllText(file))}");
        }
    }
}
