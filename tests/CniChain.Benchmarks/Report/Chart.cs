using System.Globalization;

namespace CniChain.Benchmarks.Report;

/// <summary>Everything a run has measured as one picture (SVG): medians, targets, memory.</summary>
internal static class Chart
{
    private const double MiB = 1024 * 1024;
    private const double MostShare = 2;
    private const int GroupGap = 12;
    private const int BarGap = 4;

    /// <summary>Writes the file.</summary>
    public static void Write(string path, ResultBook book, IReadOnlyList<Target> targets)
    {
        var page = new SvgPage();
        Medians(page, book);
        Goals(page, targets);
        Memory(page, book);
        File.WriteAllText(path, page.ToString());
    }

    // Logarithmic: twenty times as fast is as far apart at every length.
    private static void Medians(SvgPage page, ResultBook book)
    {
        var groups = book.Series.Where(s => s.Samples.Count > 0).GroupBy(s => s.Figure).ToArray();
        if (groups.Length == 0)
        {
            return;
        }

        var values = groups.SelectMany(g => g.Select(s => s.Samples.Median)).ToArray();
        var (low, high) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max() * 1.1)));
        page.Title("Milliseconds a call, median (logarithmic); with workers, calls a second, too");
        page.Legend(groups.SelectMany(g => g.Select(s => s.Side)).Distinct().Order().Select(side => (TableView.Name(side), Colour(side))));
        var (top, bottom) = (page.Y - 4, page.Y + SvgPage.HeightOf(values.Length, groups.Length, GroupGap) - GroupGap + 4);
        for (var power = low; power <= high; power++)
        {
            page.Rule((power - low) / (high - low), top, bottom, Text($"{Math.Pow(10, power):0.###}"));
        }

        foreach (var group in groups)
        {
            page.Label(group.Key);
            foreach (var (figure, side, samples) in group.OrderBy(s => s.Side))
            {
                var rate = TableView.IsRate(figure) ? Text($", {samples.Rate:0.#}/s") : "";
                page.Bar((Math.Log10(samples.Median) - low) / (high - low), Colour(side), Text($"{samples.Median:0.00}{rate}"));
            }

            page.Space(GroupGap);
        }

        page.Space(20);
    }

    private static void Goals(SvgPage page, IReadOnlyList<Target> targets)
    {
        if (targets.Count == 0)
        {
            return;
        }

        page.Title("Targets: what was measured as a share of what is allowed");
        var (top, bottom) = (page.Y - 4, page.Y + SvgPage.HeightOf(targets.Count, targets.Count, BarGap));
        page.Rule(1 / MostShare, top, bottom, "1", "#c04040");
        foreach (var target in targets)
        {
            page.Label(target.Name);
            page.Bar((target.Share ?? 0) / MostShare, target.IsMet == true ? "#5fae80" : "#d07050", target.Measured);
            page.Space(BarGap);
        }

        page.Space(20);
    }

    private static void Memory(SvgPage page, ResultBook book)
    {
        var bytes = book.Numbers.Where(n => n.Key.Contains("bytes", StringComparison.Ordinal)).ToArray();
        if (bytes.Length == 0)
        {
            return;
        }

        page.Title("MiB");
        var most = bytes.Max(n => n.Value) * 1.02;
        foreach (var (name, value) in bytes)
        {
            page.Label(name);
            page.Bar(value / most, Colour(Side.CniChain), Text($"{value / MiB:0.0}"));
            page.Space(BarGap);
        }
    }

    private static string Colour(Side side) => side switch
    {
        Side.Reference => "#b0b0b0",
        Side.CniChain => "#2f6fb3",
        Side.Again => "#8a9fb5",
        Side.Traced => "#7fb0e0",
        Side.Refused => "#9ad0b0",
        Side.Hung => "#5fae80",
        Side.Garbage => "#2f7f4f",
        Side.Crowded => "#1c3f66",
        _ => "#e0a030",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
