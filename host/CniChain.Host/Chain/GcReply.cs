using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>A reporting GC's list as JSON, and back.</summary>
internal static class GcReply
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToUtf8(IReadOnlyList<StaleObject> objects)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            Write(writer, objects);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the list as an array.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<StaleObject> objects)
    {
        writer.WriteStartArray();
        foreach (var (plugin, held, outcome) in objects)
        {
            writer.WriteStartObject();
            writer.WriteString("plugin", plugin);
            writer.WriteString("kind", held.Kind);
            writer.WriteString("name", held.Name);
            writer.WriteString("detail", held.Detail);
            writer.WriteString("containerID", held.ContainerId);
            writer.WriteString("ifname", held.IfName);
            writer.WriteString("outcome", Name(outcome));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
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
