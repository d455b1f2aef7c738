using System.Text.Json;

namespace CniChain.Host;

/// <summary>A REPAIR's findings as JSON, and back.</summary>
internal static class RepairReply
{
    public static byte[] ToUtf8(IReadOnlyList<RepairFinding> findings) => JsonText.WriteList(findings, Write, indented: true);

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

    private static void Write(Utf8JsonWriter json, RepairFinding finding)
    {
        json.WriteString("network", finding.Attachment.Network);
        json.WriteString("containerID", finding.Attachment.ContainerId);
        json.WriteString("ifname", finding.Attachment.IfName);
        json.WriteString("plugin", finding.Plugin);
        json.WriteString("problem", finding.Problem);
        json.WriteString("outcome", Name(finding.Outcome));
        if (finding.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }
    }

    private static RepairOutcome Outcome(string name) => Array.Find(Enum.GetValues<RepairOutcome>(), o => Name(o) == name);

    private static string Text(JsonElement item, string key) => item.GetProperty(key).GetString() ?? "";
}
