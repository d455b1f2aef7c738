using System.Diagnostics;

namespace CniChain.Host.Commands;

/// <summary>Puts steps, which end in any order, under the steps they belong to.</summary>
internal static class SpanTree
{
    /// <summary>The rows from top to bottom, each with the lines that lead to it.</summary>
    /// <remarks>A step whose parent was not traced, such as the runtime's own, stands at the top.</remarks>
    public static IReadOnlyList<(string Guide, Span Span)> Flatten(IReadOnlyList<Span> spans)
    {
        var ids = new HashSet<ActivitySpanId>(spans.Select(s => s.Id));
        var children = spans
            .Where(s => ids.Contains(s.ParentId))
            .GroupBy(s => s.ParentId)
            .ToDictionary(g => g.Key, g => g.OrderBy(s => s.Start).ToList());
        var rows = new List<(string, Span)>(spans.Count);
        foreach (var root in spans.Where(s => !ids.Contains(s.ParentId)).OrderBy(s => s.Start))
        {
            rows.Add(("", root));
            AddChildren(rows, children, root, "");
        }

        return rows;
    }

    /// <summary>What stands before a line about a step, below its own.</summary>
    /// <param name="guide">The lines that lead to the step.</param>
    /// <param name="hasChildren">Steps of its own follow.</param>
    public static string Below(string guide, bool hasChildren) =>
        guide.Replace("├─ ", "│  ", StringComparison.Ordinal).Replace("└─ ", "   ", StringComparison.Ordinal) + (hasChildren ? "│  " : "");

    private static void AddChildren(List<(string, Span)> rows, Dictionary<ActivitySpanId, List<Span>> children, Span parent, string indent)
    {
        if (!children.TryGetValue(parent.Id, out var own))
        {
            return;
        }

        for (var i = 0; i < own.Count; i++)
        {
            var last = i == own.Count - 1;
            rows.Add((indent + (last ? "└─ " : "├─ "), own[i]));
            AddChildren(rows, children, own[i], indent + (last ? "   " : "│  "));
        }
    }
}
