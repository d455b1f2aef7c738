namespace CniChain.Host.Commands;

/// <summary>Makes one step of many alike that came one after the other, as when a plugin reads a dozen sets.</summary>
internal static class RepeatedSteps
{
    /// <summary>Folds them. A step that failed, has steps of its own or has none like it beside it stays as it is.</summary>
    public static IReadOnlyList<Span> Fold(IReadOnlyList<Span> spans)
    {
        var parents = spans.Select(s => s.ParentId).ToHashSet();
        var folded = new List<Span>(spans.Count);
        foreach (var siblings in spans.GroupBy(s => s.ParentId))
        {
            var run = new List<Span>();
            foreach (var span in siblings.OrderBy(s => s.Start))
            {
                if (run.Count > 0 && !(span.Name == run[0].Name && IsPlain(span) && IsPlain(run[0])))
                {
                    folded.Add(Together(run));
                    run.Clear();
                }

                run.Add(span);
            }

            folded.Add(Together(run));
        }

        return folded;

        bool IsPlain(Span span) => span.Error is null && !parents.Contains(span.Id);
    }

    private static Span Together(List<Span> run) => run.Count == 1 ? run[0] : run[0] with
    {
        Name = $"{run[0].Name} ×{run.Count}",
        Duration = run.Max(s => s.Start + s.Duration) - run[0].Start,
        Details = [],
    };
}
