namespace CniChain.Host.Commands;

/// <summary>What a repair found and did.</summary>
internal static class RepairView
{
    public static void Write(Terminal terminal, IReadOnlyList<RepairFinding> findings, CniReply reply)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(reply.Stdout.Span);
            return;
        }

        if (findings.Count == 0)
        {
            terminal.Line("everything is as it was made", "green");
            return;
        }

        foreach (var finding in findings)
        {
            var (style, outcome) = (Style(finding.Outcome), RepairReply.Name(finding.Outcome));
            terminal.Line($"{finding.Attachment}: {outcome}: {finding.Problem}", style);
            if (finding.Reason is { } reason)
            {
                terminal.Line($"    {reason}", "dim");
            }
        }
    }

    private static string Style(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Repaired => "green",
        RepairOutcome.Failed or RepairOutcome.NotRepairable => "red",
        _ => "yellow",
    };
}
