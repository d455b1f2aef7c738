using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Collecting;

/// <summary>What a node has that an attachment can own, read with ip, nft and ls, under the names that GC's list uses.</summary>
internal static class NodeObjects
{
    /// <summary>Reads it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="containers">The containers whose interfaces count; their namespaces exist.</param>
    public static IReadOnlySet<string> Read(TestNode node, params IReadOnlyList<TestContainer> containers)
    {
        var objects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var link in node.ExecJson("ip -j link show type veth").EnumerateArray().Where(l => Text(l, "ifname") is not (null or "up0")))
        {
            objects.Add($"link {Text(link, "ifname")}");
        }

        foreach (var container in containers)
        {
            foreach (var link in container.ExecJson("ip -j link show type macvlan").EnumerateArray().Where(l => Text(l, "ifname") is not null))
            {
                objects.Add($"link {Text(link, "ifname")} in {container.NetnsPath}");
            }
        }

        AddElements(objects, node.ExecJson("nft -j list ruleset"));
        AddFiles(objects, node, "lease", "/var/lib/cni/networks", Path.GetFileName, file => char.IsAsciiHexDigit(Path.GetFileName(file)[0]) && !file.EndsWith("last_reserved_ip.0", StringComparison.Ordinal));
        AddFiles(objects, node, "lease", "/var/lib/cnichain/dhcp", file => file, file => file.EndsWith(".lease", StringComparison.Ordinal));
        AddFiles(objects, node, "journal entry", "/run/cnichain/attachments", Path.GetFileName, _ => true);
        return objects;
    }

    private static void AddElements(HashSet<string> objects, JsonElement ruleset)
    {
        foreach (var item in ruleset.GetProperty("nftables").EnumerateArray())
        {
            if (!(item.TryGetProperty("set", out var set) || item.TryGetProperty("map", out set)) || !set.TryGetProperty("elem", out var elements))
            {
                continue;
            }

            foreach (var element in elements.EnumerateArray())
            {
                // Of a map: [key, data].
                var key = element.ValueKind == JsonValueKind.Array ? element[0] : element;
                key = key.ValueKind == JsonValueKind.Object && key.TryGetProperty("elem", out var elem) ? elem.GetProperty("val") : key;
                var text = key.ValueKind == JsonValueKind.Object ? string.Join(" . ", key.GetProperty("concat").EnumerateArray()) : key.ToString();
                objects.Add($"nft element {Text(set, "family")} {Text(set, "table")} {Text(set, "name")} {text}");
            }
        }
    }

    private static void AddFiles(
        HashSet<string> objects, TestNode node, string kind, string folder, Func<string, string> name, Predicate<string> counts)
    {
        var root = node.HostPath(folder);
        foreach (var file in Directory.Exists(root) ? Directory.GetFiles(root, "*", SearchOption.AllDirectories) : [])
        {
            if (counts(file))
            {
                objects.Add($"{kind} {name(folder + file[root.Length..])}");
            }
        }
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.GetString() : null;
}
