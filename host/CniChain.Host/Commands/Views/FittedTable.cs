using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>A table that gives up its frame, then columns, before it breaks words: half an address helps nobody.</summary>
/// <param name="headings">The columns.</param>
internal sealed class FittedTable(params string[] headings)
{
    private readonly List<(string Text, Style? Style)[]> _rows = [];

    /// <summary>The columns that go first where the screen is narrow, in this order; below the table stands which have gone.</summary>
    public IReadOnlyList<string> Expendable { get; init; } = [];

    /// <summary>The first column of figures, which stand to the right.</summary>
    public int FirstFigure { get; init; } = int.MaxValue;

    /// <summary>Adds a row; a cell may have several lines.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(static c => (c, (Style?)null))]);

    /// <summary>Adds a row, one cell of which has a look of its own.</summary>
    /// <param name="column">Which.</param>
    /// <param name="style">The look.</param>
    /// <param name="cells">The cells.</param>
    public void AddStyled(int column, Style style, params string[] cells) =>
        _rows.Add([.. cells.Select((c, i) => (c, i == column ? style : (Style?)null))]);

    public void Write(IAnsiConsole console)
    {
        var room = console.Profile.Width;
        List<int> shown = [.. Enumerable.Range(0, headings.Length)];
        var isFramed = Width(shown, isFramed: true) <= room;
        var gone = new List<string>();
        foreach (var name in Expendable)
        {
            if (Width(shown, isFramed) > room && shown.Remove(Array.IndexOf(headings, name)))
            {
                gone.Add(name);
            }
        }

        var table = Tables.New([.. shown.Select(c => headings[c])]);
        table.Border = isFramed ? TableBorder.Rounded : TableBorder.None;
        for (var i = 0; i < shown.Count; i++)
        {
            table.Columns[i].Alignment = shown[i] >= FirstFigure ? Justify.Right : Justify.Left;
        }

        foreach (var row in _rows)
        {
            table.AddRow(shown.Select(c => new Text(row[c].Text, row[c].Style)));
        }

        console.Write(table);
        if (gone.Count > 0)
        {
            console.Write(new Text($"no room for: {string.Join(", ", gone)}\n", new Style(Color.Grey)));
        }
    }

    /// <summary>A blank to each side of a cell; and framed, a line before each and behind the last.</summary>
    private int Width(List<int> columns, bool isFramed) =>
        columns.Sum(c => _rows.Select(r => LongestLine(r[c].Text)).Append(headings[c].Length).Max() + (isFramed ? 3 : 2)) + (isFramed ? 1 : 0);

    private static int LongestLine(string text) => text.Split('\n').Max(static line => line.Length);
}
