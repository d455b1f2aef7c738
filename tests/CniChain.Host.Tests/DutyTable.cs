using System.Text.RegularExpressions;

namespace CniChain.Host.Tests;

/// <summary>tests/duties.md against the tests there are.</summary>
internal static partial class DutyTable
{
    /// <summary>What is wrong with a table; empty when every duty has a test that exists.</summary>
    /// <param name="table">The table's text.</param>
    /// <param name="tests">Every test as "Class.Method".</param>
    public static IReadOnlyList<string> Problems(string table, IReadOnlySet<string> tests)
    {
        var problems = new List<string>();
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in table.Split('\n').Where(line => line.StartsWith("| 1.", StringComparison.Ordinal)))
        {
            var cells = row.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 3 || Id().Match(cells[0]) is not { Success: true } id || cells[1].Length == 0)
            {
                problems.Add($"no row of id, duty and test: {row}");
                continue;
            }

            // A gap is a duty that somebody took out.
            var (group, number) = (id.Groups[1].Value, int.Parse(id.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
            if (number != last.GetValueOrDefault(group) + 1)
            {
                problems.Add($"{cells[0]} does not follow {group}-{last.GetValueOrDefault(group)}");
            }

            last[group] = number;
            problems.AddRange(ProblemsOf(cells[0], cells[2], tests));
        }

        return problems;
    }

    /// <summary>Every id of a table.</summary>
    public static IReadOnlyList<string> Ids(string table) =>
        [.. table.Split('\n').Where(line => line.StartsWith("| 1.", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim())];

    /// <summary>The tests of a source file as "Class.Method"; one that is always skipped shows nothing and does not count.</summary>
    public static IEnumerable<string> TestsOf(string source)
    {
        var (type, isTest) = ("", false);
        foreach (var line in source.Split('\n'))
        {
            type = Class().Match(line) is { Success: true } declared ? declared.Groups[1].Value : type;
            isTest = isTest || (Attribute().IsMatch(line) && !line.Contains("Skip", StringComparison.Ordinal));
            if (isTest && Method().Match(line) is { Success: true } method)
            {
                isTest = false;
                yield return $"{type}.{method.Groups[1].Value}";
            }
        }
    }

    private static IEnumerable<string> ProblemsOf(string id, string cell, IReadOnlySet<string> tests)
    {
        var named = Reference().Matches(cell);
        if (named.Count == 0)
        {
            yield return $"{id} has no test";
        }

        foreach (Match test in named)
        {
            if (!tests.Contains(test.Groups[1].Value))
            {
                yield return $"{id} names {test.Groups[1].Value}, which is no test";
            }
        }
    }

    [GeneratedRegex(@"^(1\.[1-7](?:-[A-Z]+)?)-([1-9][0-9]*)$")]
    private static partial Regex Id();

    [GeneratedRegex(@"`([^`]*)`")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\s+public (?:static )?(?:async )?(?:Task|ValueTask|void) (\w+)\(")]
    private static partial Regex Method();
}
