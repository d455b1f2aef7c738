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
            WriteProblem(terminal, $"{finding.Attachment}: {outcome}: ", finding.Problem, style);
            if (finding.Reason is { } reason)
            {
                terminal.Line($"    {reason}", "dim");
            }
        }
    }

    /// <summary>One sentence stays on the line; of a ruleset that was flushed a plugin misses a dozen things, and each gets its own.</summary>
    private static void WriteProblem(Terminal terminal, string lead, string problem, string style)
    {
        var parts = problem.Split("; ");
        if (parts.Length < 3)
        {
            terminal.Line(lead + problem, style);
            return;
        }

        terminal.Line($"{lead}{parts[0]}", style);
        foreach (var part in parts[1..])
        {
            terminal.Line($"    {part}", style);
        }
    }

    private static string Style(RepairOutcome outcome) => outcome switch
    {
        RepairOutcome.Repaired => "green",
        RepairOutcome.Failed or RepairOutcome.NotRepairable => "red",
        _ => "yellow",
    };
}
