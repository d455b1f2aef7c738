using System.Buffers;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>A REPAIR's findings as JSON, and back.</summary>
internal static class RepairReply
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, IndentSize = 4, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToUtf8(IReadOnlyList<RepairFinding> findings)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartArray();
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("network", finding.Attachment.Network);
                writer.WriteString("containerID", finding.Attachment.ContainerId);
                writer.WriteString("ifname", finding.Attachment.IfName);
                writer.WriteString("plugin", finding.Plugin);
                writer.WriteString("problem", finding.Problem);
                writer.WriteString("outcome", Name(finding.Outcome));
                if (finding.Reason is { } reason)
                {
                    writer.WriteString("reason", reason);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToUtf8"/> wrote.</summary>
    public static IReadOnlyList<RepairFinding> Read(ReadOnlySpan<byte> utf8)
    {
        var findings = new List<RepairFinding>();
        foreach (var item in JsonElement.Parse(utf8).EnumerateArray())
        {
            findings.Add(new RepairFinding(
                new Attachment(Text(item, "network"), Text(item, "containerID"), Text(item, "ifname")),
                Text(item, "plugin"),
                Text(item, "problem"),
                Outcome(Text(item, "outcome")),
                item.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
        }

        return findings;
    }

    /// <summary>An outcome's word.</summary>
    public static string Name(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Found => "found",
        RepairOutcome.Repaired => "repaired",
        RepairOutcome.Failed => "failed",
        RepairOutcome.NotRepairable => "not repairable",
        _ => "gone",
    };

    private static RepairOutcome Outcome(string name) => Array.Find(Enum.GetValues<RepairOutcome>(), o => Name(o) == name);

    private static string Text(JsonElement item, string key) => item.GetProperty(key).GetString() ?? "";
}
