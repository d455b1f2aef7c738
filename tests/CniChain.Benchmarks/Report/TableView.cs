using System.Globalization;
using Spectre.Console;

namespace CniChain.Benchmarks.Report;

/// <summary>The results as a person reads them.</summary>
internal static class TableView
{
    /// <summary>Writes both tables: every series, then the targets.</summary>
    public static void Write(IAnsiConsole console, ResultBook book, IReadOnlyList<Target> targets)
    {
        console.Write(SeriesTable(book));
        foreach (var (name, value) in book.Numbers)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {value:#,0.##}"));
        }

        console.Write(TargetTable(targets));
        foreach (var problem in book.Problems)
        {
            console.MarkupLineInterpolated($"[red]{problem}[/]");
        }
    }

    private static Table SeriesTable(ResultBook book)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("call", "side");
        foreach (var name in (ReadOnlySpan<string>)["calls", "p50 ms", "p95 ms", "p99 ms", "max ms", "calls/s", "CPU ms each", "faster"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var (figure, side, samples) in book.Series)
        {
            var reference = book.Find(figure, Side.Reference);
            var faster = IsRate(figure) ? samples.Rate / reference?.Rate : reference?.Median / samples.Median;
            table.AddRow(
                new Text(figure),
                new Text(Name(side)),
                Cell($"{samples.Count}"),
                Cell($"{samples.Median:f2}"),
                Cell($"{samples.Percentile(0.95):f2}"),
                Cell($"{samples.Percentile(0.99):f2}"),
                Cell($"{samples.Percentile(1):f2}"),
                Cell($"{samples.Rate:f1}"),
                Cell(samples.CpuEach > 0 ? $"{samples.CpuEach:f2}" : (FormattableString)$""),
                Cell(faster is { } f && side != Side.Reference ? $"x {f:f1}" : (FormattableString)$""));
        }

        return table;
    }

    private static Table TargetTable(IReadOnlyList<Target> targets)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("target", "wanted", "measured", "");
        foreach (var target in targets)
        {
            table.AddRow(
                new Text(target.Name),
                new Text(target.Wanted),
                new Text(target.Measured),
                target.IsMet == true ? new Markup("[green]met[/]") : new Markup(string.Create(CultureInfo.InvariantCulture, $"[red]missed, x {target.Share:f2}[/]")));
        }

        return table;
    }

    /// <summary>Whether a figure is about calls a second, being that of many workers.</summary>
    public static bool IsRate(string figure) => figure.Contains("workers", StringComparison.Ordinal);

    /// <summary>A side's name in words.</summary>
    public static string Name(Side side) => side switch
    {
        Side.Reference => "reference",
        Side.CniChain => "cnichain",
        Side.Again => "cnichain, again",
        Side.Traced => "cnichain, traced",
        Side.Refused => "traced, refused",
        Side.Hung => "traced, hung",
        Side.Garbage => "traced, garbage",
        Side.Crowded => "cnichain, crowded",
        _ => "kernel floor",
    };

    private static Text Cell(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
}
