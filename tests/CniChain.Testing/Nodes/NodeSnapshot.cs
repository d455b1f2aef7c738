using System.Text.Json;
using System.Text.Json.Nodes;

namespace CniChain.Testing;

/// <summary>Everything on a node that a plugin could leave behind: links, addresses, routes, rules, leases, the journal.</summary>
/// <remarks>One line a thing, without what changes by itself (timers, counters, handles), so two of them compare line by line.</remarks>
public sealed class NodeSnapshot
{
    private static readonly (string Section, string Command)[] _commands =
    [
        ("link", "ip -j -d link"),
        ("address", "ip -j address"),
        ("route", "ip -j route show table all"),
        ("route6", "ip -j -6 route show table all"),
        ("rule", "ip -j rule"),
        ("vlan", "bridge -j vlan"),
        ("nft", "nft -j list ruleset"),
    ];

    // The resident host's own socket, locks and log lie beside the journal; they are its, not an attachment's. So does what host-local
    // leaves for the next process, a copy of the lease files.
    private static readonly (string Folder, Func<string, bool> Counts)[] _folders =
    [
        ("/var/lib/cni", _ => true),
        ("/var/lib/cnichain", file => !Path.GetFileName(file).StartsWith('.')),
        ("/run/cnichain", file => !file.EndsWith(".sock", StringComparison.Ordinal)
            && !file.EndsWith(".lock", StringComparison.Ordinal)
            && !file.Contains("/host-local/", StringComparison.Ordinal)
            && !Path.GetFileName(file).StartsWith("host.", StringComparison.Ordinal)),
    ];

    private static readonly HashSet<string> _volatileKeys =
    [
        "hello_timer", "tcn_timer", "forward_delay_timer", "hold_timer", "message_age_timer", "topology_change_timer", "gc_timer",
        "bridge_id", "root_id", "topology_change", "topology_change_detected", "handle", "packets", "bytes", "tentative", "operstate",
        "state",
    ];

    // The kernel notices a carrier up to a second late, and what depends on it comes and goes by itself.
    private static readonly HashSet<string> _carrierFlags = ["NO-CARRIER", "LOWER_UP", "linkdown", "dead"];

    private readonly SortedSet<string> _lines;

    private NodeSnapshot(SortedSet<string> lines) => _lines = lines;

    /// <summary>The lines, sorted: the section's name, a colon, the thing.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>This without the lines of links that may stay, as a bridge does: the link, its addresses, its routes.</summary>
    public NodeSnapshot WithoutLink(string name) => Without($"\"{name}\"");

    /// <summary>This without the lines that hold a text.</summary>
    public NodeSnapshot Without(string text) => Where(line => !line.Contains(text, StringComparison.Ordinal));

    /// <summary>The lines of some sections only.</summary>
    public NodeSnapshot Only(params string[] sections) => Where(line => sections.Contains(line[..line.IndexOf(':', StringComparison.Ordinal)]));

    /// <summary>What came (+) and went (-) since an earlier one; empty when nothing did.</summary>
    public string DifferenceFrom(NodeSnapshot before) => string.Join(
        '\n',
        before._lines.Except(_lines).Select(line => "- " + line).Concat(_lines.Except(before._lines).Select(line => "+ " + line)));

    private NodeSnapshot Where(Func<string, bool> keep) => new(new SortedSet<string>(_lines.Where(keep), StringComparer.Ordinal));

    internal static NodeSnapshot Take(TestNode node)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (section, command) in _commands)
        {
            var output = node.Exec(command);
            var root = string.IsNullOrWhiteSpace(output) ? null : JsonNode.Parse(output);
            foreach (var item in Items(root))
            {
                lines.Add($"{section}: {item}");
            }
        }

        foreach (var (folder, counts) in _folders.Where(f => Directory.Exists(node.HostPath(f.Folder))))
        {
            AddFiles(node, folder, counts, lines);
        }

        return new NodeSnapshot(lines);
    }

    private static IEnumerable<string> Items(JsonNode? root)
    {
        var items = root switch
        {
            JsonObject ruleset => ruleset["nftables"]!.AsArray(),
            JsonArray array => array,
            _ => [],
        };
        foreach (var item in items)
        {
            // nft prints a set with its elements inside; apart, a forgotten element is one line of the difference.
            var set = item?["set"] ?? item?["map"];
            foreach (var element in set?["elem"]?.AsArray() ?? [])
            {
                yield return $"element of {set!["table"]} {set["name"]} {Stable(element)}";
            }

            set?.AsObject().Remove("elem");
            if (item?["metainfo"] is null && !FollowsCarrier(item))
            {
                yield return Stable(item);
            }
        }
    }

    // Link-local addresses and the routes of every interface: fe80::, ff00::/8.
    private static bool FollowsCarrier(JsonNode? item) =>
        item is JsonObject route && (string?)route["dst"] is { } destination
        && (destination.StartsWith("fe80:", StringComparison.Ordinal) || destination.StartsWith("ff00:", StringComparison.Ordinal));

    private static string Stable(JsonNode? item)
    {
        DropVolatile(item);
        return item?.ToJsonString() ?? "null";
    }

    private static void DropVolatile(JsonNode? node)
    {
        if (node is JsonObject o)
        {
            foreach (var key in o.Select(pair => pair.Key).Where(_volatileKeys.Contains).ToArray())
            {
                o.Remove(key);
            }
        }

        if (node is JsonArray list)
        {
            list.RemoveAll(entry => entry is JsonValue flag && flag.GetValueKind() == JsonValueKind.String && _carrierFlags.Contains((string)flag!));
            list.RemoveAll(entry => entry is JsonObject address && (string?)address["scope"] == "link" && (string?)address["family"] == "inet6");
        }

        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(pair => pair.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children)
        {
            DropVolatile(child);
        }
    }

    private static void AddFiles(TestNode node, string folder, Func<string, bool> counts, SortedSet<string> lines)
    {
        var root = node.HostPath(folder);
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(counts))
        {
            lines.Add($"file: {folder}/{Path.GetRelativePath(root, file)} {File.ReadAllText(file).ReplaceLineEndings("\\n")}");
        }
    }
}
