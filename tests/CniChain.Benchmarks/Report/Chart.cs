using System.Globalization;
using System.Net;
using System.Text;

namespace CniChain.Benchmarks.Report;

/// <summary>The medians as bars (SVG). Logarithmic: twenty times as fast is as far apart at every length.</summary>
internal static class Chart
{
    private const int LabelWidth = 260;
    private const int PlotWidth = 620;
    private const int BarHeight = 14;
    private const int GroupGap = 12;
    private const int Top = 64;

    /// <summary>Writes the file.</summary>
    public static void Write(string path, ResultBook book)
    {
        var groups = book.Series.Where(s => s.Samples.Count > 0).GroupBy(s => s.Figure).ToArray();
        var values = groups.SelectMany(g => g.Select(s => s.Samples.Median)).DefaultIfEmpty(1).ToArray();
        var (low, high) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max() * 1.5)));
        var bars = groups.Sum(g => g.Count());
        var height = Top + (bars * BarHeight) + (groups.Length * GroupGap) + 30;
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{LabelWidth + PlotWidth + 120}" height="{height}" font-family="sans-serif" font-size="11">""");
        Line(svg, $"""<rect width="100%" height="100%" fill="white"/><text x="12" y="22" font-size="15">Milliseconds a call, median (logarithmic)</text>""");
        Legend(svg, groups.SelectMany(g => g.Select(s => s.Side)).Distinct().Order());
        for (var power = low; power <= high; power++)
        {
            var x = LabelWidth + ((power - low) / (high - low) * PlotWidth);
            Line(svg, $"""<line x1="{x:f1}" y1="{Top - 8}" x2="{x:f1}" y2="{height - 24}" stroke="#ddd"/><text x="{x:f1}" y="{height - 8}" text-anchor="middle" fill="#666">{Math.Pow(10, power):0.###}</text>""");
        }

        var y = Top;
        foreach (var group in groups)
        {
            Line(svg, $"""<text x="{LabelWidth - 8}" y="{y + 11}" text-anchor="end">{WebUtility.HtmlEncode(group.Key)}</text>""");
            foreach (var (_, side, samples) in group)
            {
                var width = Math.Max((Math.Log10(samples.Median) - low) / (high - low) * PlotWidth, 1);
                Line(svg, $"""<rect x="{LabelWidth}" y="{y}" width="{width:f1}" height="{BarHeight - 2}" fill="{Colour(side)}"/><text x="{LabelWidth + width + 5:f1}" y="{y + 10}">{samples.Median:0.##}</text>""");
                y += BarHeight;
            }

            y += GroupGap;
        }

        File.WriteAllText(path, svg.AppendLine("</svg>").ToString());
    }

    private static void Legend(StringBuilder svg, IEnumerable<Side> sides)
    {
        var x = 12;
        foreach (var side in sides)
        {
            Line(svg, $"""<rect x="{x}" y="34" width="12" height="12" fill="{Colour(side)}"/><text x="{x + 17}" y="44">{TableView.Name(side)}</text>""");
            x += 122;
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

    private static void Line(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
