using System.Text;
using CniChain.Host.Validation;

namespace CniChain.Host.Tests.Validation;

public sealed class JsonPlacesTests
{
    private const string Text = """
        {
          "name": "ä", "b": [ { "c": 1 },
            { "C": 2, "d": [[ { "e": 3 } ]] } ],
          "name": "again"
        }
        """;

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("b", 2, 16)]
    [InlineData("b[1]", 3, 5)]
    [InlineData("b[1].c", 3, 7)]
    [InlineData("b[1].d[0][0].e", 3, 25)]
    [InlineData("b[1].missing.deeper", 3, 5)]
    [InlineData("absent", 1, 1)]
    [InlineData("name", 4, 3)]
    public void Find_Path_IsItsLineAndColumn(string path, int line, int column) =>
        Assert.Equal(new JsonPlace(line, column), Places().Find(path));

    [Fact]
    public void Duplicates_NamesBothPlaces() => Assert.Equal(("name", new JsonPlace(4, 3), new JsonPlace(2, 3)), Assert.Single(Places().Duplicates));

    private static JsonPlaces Places() => JsonPlaces.Read(Encoding.UTF8.GetBytes(Text));
}
