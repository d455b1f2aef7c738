using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>The one look of tables.</summary>
internal static class Tables
{
    public static Table New(params string[] columns) =>
        new Table().Border(TableBorder.Rounded).BorderStyle(new Style(Color.Grey)).AddColumns(columns);

    /// <summary>Adds a row of plain text: an IPv6 address in brackets would be taken for markup.</summary>
    public static void AddText(this Table table, params string[] cells) => table.AddRow(cells.Select(c => new Text(c)));
}
