using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>JSON without what differs between any two runs of the same plugin: random names, hardware addresses, indices, timers.</summary>
internal static partial class Plain
{
    private static readonly HashSet<string> s_passedOver =
    [
        "ifindex", "link_index", "link_netnsid", "bridge_id", "root_id", "hello_timer", "tcn_timer", "topology_change_timer", "gc_timer", "hold_timer",
        "message_age_timer", "forward_delay_timer", "designated_bridge", "designated_port", "stats", "stats64", "tentative", "fastleave", "no",
        "port_no", "port_id",

        // The kernel notices a carrier up to a second late.
        "operstate", "state",
        .. MeantDifferences.MembersPassedOver,
    ];

    private static readonly HashSet<string> s_carrierFlags = ["NO-CARRIER", "LOWER_UP", "linkdown", "dead"];

    /// <summary>One thing as a line, its members sorted; null for what the kernel makes by itself: link-local and anycast addresses.</summary>
    public static string? Of(JsonNode? item) => IsKernels(item) ? null : Names(Sorted(item)!.ToJsonString());

    /// <summary>A text with the names that are drawn at random replaced.</summary>
    public static string Names(string text) => Mac().Replace(Veth().Replace(text, "VETH"), "MAC");

    private static bool IsKernels(JsonNode? item) => item switch
    {
        JsonObject o => (string?)(o["local"] ?? o["dst"]) is { } address
            && (address.StartsWith("fe80:", StringComparison.Ordinal) || address.StartsWith("ff00:", StringComparison.Ordinal) || IsAnycast(o)),
        JsonValue flag => flag.TryGetValue<string>(out var text) && s_carrierFlags.Contains(text),
        _ => false,
    };

    private static bool IsAnycast(JsonObject route) => route["type"] is JsonValue type && type.TryGetValue<string>(out var text) && text == "anycast";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Where(i => !IsKernels(i)).Select(Sorted)]),
        JsonObject members => new JsonObject(members
            .Where(m => !s_passedOver.Contains(m.Key) && m.Value is not JsonObject { Count: 0 })
            .OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("veth[0-9a-f]{8}")]
    private static partial Regex Veth();

    // The addresses that a case asks for stay.
    [GeneratedRegex("(?!02:11:22:33:44:[567])([0-9a-f]{2}:){5}[0-9a-f]{2}")]
    private static partial Regex Mac();
}
