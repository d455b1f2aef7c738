using System.Globalization;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>Steps as a tree with a waterfall: who called whom, how long it took, when within the whole.</summary>
/// <remarks>Lines of its own and no table: an error's sentence is longer than a screen is wide, and would take the columns from the rest.</remarks>
internal static class TraceView
{
    private const int MinBar = 10;
    private const int MaxBar = 40;
    private const int DurationWidth = 12;

    /// <summary>Shows steps.</summary>
    /// <param name="console">Where.</param>
    /// <param name="spans">The steps.</param>
    /// <param name="details">With what each was done to.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<Span> spans, bool details = false)
    {
        if (spans.Count == 0)
        {
            console.WriteLine("no step was traced");
            return;
        }

        var rows = SpanTree.Flatten(details ? spans : RepeatedSteps.Fold(spans));
        var start = spans.Min(s => s.Start);
        var total = spans.Max(s => s.Start + s.Duration) - start;
        var names = rows.Max(r => r.Guide.Length + r.Span.Name.Length);
        var width = Math.Clamp(console.Profile.Width - names - DurationWidth - 2, MinBar, MaxBar);
        console.Profile.Width = Terminal.Unfolded;
        for (var i = 0; i < rows.Count; i++)
        {
            var (guide, span) = rows[i];
            // What belongs to the step stands beside the lines that lead on past it.
            var below = SpanTree.Below(guide, hasChildren: i + 1 < rows.Count && rows[i + 1].Guide.Length > guide.Length);
            var style = span.Error is null ? Style.Plain : new Style(Color.Red);
            console.Write(guide);
            console.Write(span.Name.PadRight(names - guide.Length), style);
            console.Write(Milliseconds(span.Duration).PadLeft(DurationWidth));
            console.WriteLine($"  {Bar(span, start, total, width)}", style);
            foreach (var detail in details ? span.Details : [])
            {
                console.Write(below);
                console.WriteLine($"· {detail}", new Style(Color.Grey));
            }

            if (span.Error is { } error && !IsPassedOn(span, spans))
            {
                console.Write(below);
                console.WriteLine($"✗ {error}", style);
            }
        }
    }

    internal static string Milliseconds(TimeSpan duration)
    {
        var ms = duration.TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{(ms < 10 ? $"{ms:0.00}" : $"{ms:0.0}")} ms");
    }

    /// <summary>A bar at the step's place within the whole; at least one character, so that nothing vanishes.</summary>
    internal static string Bar(Span span, DateTime start, TimeSpan total, int width)
    {
        var scale = total > TimeSpan.Zero ? width / total.TotalSeconds : 0;
        var from = Math.Clamp((int)((span.Start - start).TotalSeconds * scale), 0, width - 1);
        var length = Math.Clamp((int)Math.Round(span.Duration.TotalSeconds * scale), 1, width - from);
        return new string(' ', from) + new string('━', length);
    }

    // A failure goes up through every caller; its sentence stands where it happened.
    private static bool IsPassedOn(Span span, IReadOnlyList<Span> spans) =>
        spans.Any(child => child.ParentId == span.Id && child.Error == span.Error);
}
