using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Planning;

/// <summary>What a node and a container have, object by object, under the names that a plan uses.</summary>
/// <param name="Objects">"host link cni0", "container route default via 10.88.0.1 dev eth0".</param>
internal sealed record AttachmentState(IReadOnlySet<string> Objects)
{
    public static AttachmentState Read(TestNode node, TestContainer container)
    {
        var objects = new HashSet<string>(StringComparer.Ordinal);
        AddLinks(objects, "host", node);
        AddLinks(objects, "container", container);
        foreach (var family in new[] { "-4", "-6" })
        {
            foreach (var route in container.ExecJson($"ip -j {family} route").EnumerateArray().Where(r => Text(r, "protocol") is null or "boot"))
            {
                objects.Add($"container route {Text(route, "dst")}{(Text(route, "gateway") is { } via ? $" via {via}" : "")} dev {Text(route, "dev")}");
            }
        }

        AddRuleset(objects, node.ExecJson("nft -j list ruleset"));
        var leases = node.HostPath("/var/lib/cni");
        foreach (var file in Directory.Exists(leases) ? Directory.GetFiles(leases, "*", SearchOption.AllDirectories) : [])
        {
            objects.Add($"host file /var/lib/cni/{Path.GetRelativePath(leases, file)}");
        }

        return new AttachmentState(objects);
    }

    private static void AddLinks(HashSet<string> objects, string where, CommandPlace place)
    {
        foreach (var link in place.ExecJson("ip -j addr").EnumerateArray())
        {
            var name = Text(link, "ifname")!;
            if (name == "lo")
            {
                continue;
            }

            var shown = name.StartsWith("veth", StringComparison.Ordinal) ? "veth*" : name;
            objects.Add($"{where} link {shown}");
            foreach (var address in link.GetProperty("addr_info").EnumerateArray().Where(a => Text(a, "scope") != "link"))
            {
                objects.Add($"{where} address {Text(address, "local")}/{address.GetProperty("prefixlen").GetInt32()} dev {shown}");
            }
        }
    }

    private static void AddRuleset(HashSet<string> objects, JsonElement ruleset)
    {
        foreach (var item in ruleset.GetProperty("nftables").EnumerateArray())
        {
            if (item.TryGetProperty("table", out var table))
            {
                objects.Add($"host nft table {Text(table, "family")} {Text(table, "name")}");
            }
            else if (item.TryGetProperty("chain", out var chain))
            {
                objects.Add($"host nft chain {Text(chain, "family")} {Text(chain, "table")} {Text(chain, "name")}");
            }
            else if (item.TryGetProperty("set", out var set) || item.TryGetProperty("map", out set))
            {
                var name = $"{Text(set, "family")} {Text(set, "table")} {Text(set, "name")}";
                objects.Add($"host nft set {name}");
                var count = set.TryGetProperty("elem", out var elements) ? elements.GetArrayLength() : 0;
                for (var i = 1; i <= count; i++)
                {
                    objects.Add($"host nft element {name} #{i}");
                }
            }
        }
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.ToString() : null;
}
