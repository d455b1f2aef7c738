using CniChain.Host.Validation;

namespace CniChain.Host.Commands;

/// <summary>What validation found, a line each as compilers write it, so that editors jump to the place.</summary>
internal static class FindingsView
{
    public static void Write(Terminal terminal, string file, ListCheck check)
    {
        foreach (var finding in check.Findings)
        {
            var place = finding.Place is { } p ? $":{p.Line}:{p.Column}" : "";
            var path = finding.Path.Length > 0 ? $" [{finding.Path}]" : "";
            terminal.Line($"{finding.File}{place}: {Word(finding.Severity)}: {finding.Message}{path}", Style(finding.Severity));
        }

        var errors = check.Findings.Count(f => f.Severity == Severity.Error);
        var warnings = check.Findings.Count(f => f.Severity == Severity.Warning);
        var unseen = check.Plugins.Where(p => !p.IsChecked && p.Location is not null).Select(p => p.Type).Distinct().ToList();
        var rest = unseen.Count > 0 ? $"; not checked: {string.Join(", ", unseen)}" : "";
        terminal.Line(
            errors + warnings == 0 ? $"{file} is valid{rest}" : $"{file}: {Count(errors, "error")}, {Count(warnings, "warning")}{rest}",
            errors > 0 ? "red" : warnings > 0 ? "yellow" : "green");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static string Style(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        _ => "dim",
    };
}
