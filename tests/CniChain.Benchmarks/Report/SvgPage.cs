using System.Globalization;
using System.Net;
using System.Text;

namespace CniChain.Benchmarks.Report;

/// <summary>A picture that grows downwards: panels of bars, each with its label on the left and its value behind it.</summary>
internal sealed class SvgPage
{
    public const int LabelWidth = 290;
    public const int PlotWidth = 580;
    public const int Width = LabelWidth + PlotWidth + 250;
    private const int BarHeight = 14;
    private const int Margin = 12;

    private readonly StringBuilder _svg = new();

    /// <summary>Where the next thing goes.</summary>
    public int Y { get; private set; } = 8;

    public void Space(int height) => Y += height;

    public void Title(string text)
    {
        Y += 20;
        Line($"""<text x="{Margin}" y="{Y}" font-size="15">{Html(text)}</text>""");
        Y += 14;
    }

    /// <summary>Which colour is who, in as many rows as it takes.</summary>
    public void Legend(IEnumerable<(string Name, string Colour)> entries)
    {
        const int EntryWidth = 150;
        var x = Margin;
        foreach (var (name, colour) in entries)
        {
            if (x + EntryWidth > Width)
            {
                x = Margin;
                Y += 18;
            }

            Line($"""<rect x="{x}" y="{Y}" width="12" height="12" fill="{colour}"/><text x="{x + 17}" y="{Y + 10}">{Html(name)}</text>""");
            x += EntryWidth;
        }

        Y += 24;
    }

    /// <summary>A label for the bars that follow.</summary>
    public void Label(string text) => Line($"""<text x="{LabelWidth - 8}" y="{Y + 10}" text-anchor="end">{Html(text)}</text>""");

    /// <summary>A bar.</summary>
    /// <param name="share">How much of the panel's width it takes.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="text">What stands behind it.</param>
    public void Bar(double share, string colour, string text)
    {
        var width = Math.Clamp(share, 0.002, 1) * PlotWidth;
        Line($"""<rect x="{LabelWidth}" y="{Y}" width="{width:f1}" height="{BarHeight - 2}" fill="{colour}"/><text x="{LabelWidth + width + 5:f1}" y="{Y + 10}">{Html(text)}</text>""");
        Y += BarHeight;
    }

    /// <summary>A line from where a panel began to here, with its value below; the bars come after it, so that it lies beneath them.</summary>
    public void Rule(double share, int top, int bottom, string text, string colour = "#ddd")
    {
        var x = LabelWidth + (share * PlotWidth);
        Line($"""<line x1="{x:f1}" y1="{top}" x2="{x:f1}" y2="{bottom}" stroke="{colour}"/><text x="{x:f1}" y="{bottom + 14}" text-anchor="middle" fill="#666">{Html(text)}</text>""");
    }

    /// <summary>The whole picture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Y + 8}" font-family="sans-serif" font-size="11">
        <rect width="100%" height="100%" fill="white"/>
        {_svg}</svg>

        """);

    private void Line(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    /// <summary>What a panel of so many bars in so many groups is high.</summary>
    public static int HeightOf(int bars, int groups, int gap) => (bars * BarHeight) + (groups * gap);
}
