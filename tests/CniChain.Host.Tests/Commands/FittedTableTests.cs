using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class FittedTableTests
{
    [Theory]
    [InlineData(80, "│ podnet  │ 0123456789ab │ default/web-1 │ attached │", "")]
    [InlineData(50, "podnet  0123456789ab default/web-1 attached", "")] // Without its frame.
    [InlineData(40, "podnet  0123456789ab attached", "no room for: Owner")]
    public void Table_OnANarrowScreen_GivesUpFrameThenColumnsAndBreaksNoWord(int width, string row, string note)
    {
        using var world = new FakeWorld();
        var table = new FittedTable("Network", "Container", "Owner", "State") { Expendable = ["Owner"] };
        table.Add("podnet", "0123456789ab", "default/web-1", "attached");

        table.Write(new Terminal(world.Context() with { Width = width }, json: false).Output());

        Assert.Contains(row, world.Output, StringComparison.Ordinal);
        Assert.Equal(note.Length > 0, world.Output.Contains("no room for", StringComparison.Ordinal));
        Assert.Contains(note, world.Output, StringComparison.Ordinal);
    }
}
