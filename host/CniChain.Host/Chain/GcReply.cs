using System.Text.Json;

namespace CniChain.Host;

/// <summary>A reporting GC's list as JSON, and back.</summary>
internal static class GcReply
{
    public static byte[] ToUtf8(IReadOnlyList<StaleObject> objects) => JsonText.WriteList(objects, WriteMembers, indented: false);

    /// <summary>Everything of one object, into a JSON object that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter json, StaleObject stale)
    {
        var (plugin, held, outcome) = stale;
        json.WriteString("plugin", plugin);
        json.WriteString("kind", held.Kind);
        json.WriteString("name", held.Name);
        json.WriteString("detail", held.Detail);
        json.WriteString("containerID", held.ContainerId);
        json.WriteString("ifname", held.IfName);
        json.WriteString("outcome", Name(outcome));
    }

    /// <summary>Reads what <see cref="ToUtf8"/> wrote.</summary>
    public static IReadOnlyList<StaleObject> Read(ReadOnlySpan<byte> utf8)
    {
        var objects = new List<StaleObject>();
        foreach (var item in JsonElement.Parse(utf8).EnumerateArray())
        {
            var held = new HeldObject
            {
                Kind = Text(item, "kind")!,
                Name = Text(item, "name")!,
                Detail = Text(item, "detail")!,
                ContainerId = Text(item, "containerID"),
                IfName = Text(item, "ifname"),
                IsStale = true,
            };
            objects.Add(new StaleObject(Text(item, "plugin")!, held, Outcome(Text(item, "outcome"))));
        }

        return objects;
    }

    /// <summary>An outcome's word.</summary>
    public static string Name(GcOutcome outcome) => outcome switch
    {
        GcOutcome.Found => "found",
        GcOutcome.Removed => "removed",
        _ => "left",
    };

    private static GcOutcome Outcome(string? name) => Array.Find(Enum.GetValues<GcOutcome>(), o => Name(o) == name);

    private static string? Text(JsonElement item, string key) => item.GetProperty(key).GetString();
}
