using System.Globalization;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>Steps as a tree with a waterfall: who called whom, how long it took, when within the whole.</summary>
internal static class TraceView
{
    private const int MinBar = 10;
    private const int MaxBar = 40;

    // Duration, its unit, and the blanks between columns.
    private const int Beside = 16;

    public static void Write(IAnsiConsole console, IReadOnlyList<Span> spans)
    {
        if (spans.Count == 0)
        {
            console.WriteLine("no step was traced");
            return;
        }

        var rows = SpanTree.Flatten(spans);
        var start = spans.Min(s => s.Start);
        var total = spans.Max(s => s.Start + s.Duration) - start;
        var names = rows.Max(r => r.Guide.Length + r.Span.Name.Length);
        var width = Math.Clamp(console.Profile.Width - names - Beside, MinBar, MaxBar);
        var table = new Table().NoBorder().HideHeaders();
        table.AddColumn("step", c => c.NoWrap());
        table.AddColumn("took", c => c.RightAligned().NoWrap());
        table.AddColumn("when", c => c.NoWrap());
        foreach (var (guide, span) in rows)
        {
            var style = span.Error is null ? Style.Plain : new Style(Color.Red);
            table.AddRow(new Text(guide + span.Name, style), new Text(Milliseconds(span.Duration)), new Text(Bar(span, start, total, width), style));
            if (span.Error is { } error)
            {
                table.AddRow(new Text($"{new string(' ', guide.Length)}✗ {error}", style) { Overflow = Overflow.Fold }, Text.Empty, Text.Empty);
            }
        }

        console.Write(table);
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
}
