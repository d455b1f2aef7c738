namespace CniChain.Abstractions.Tests.Config;

public sealed class ConfigSectionTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"k": null}""")]
    public void Absent_OrNull_GivesEveryReadersDefault(string json)
    {
        var section = Json.Section(json);

        Assert.False(section.Has("k"));
        Assert.Null(section.GetString("k"));
        Assert.False(section.GetBool("k"));
        Assert.True(section.GetBool("k", true));
        Assert.Null(section.GetOptionalBool("k"));
        Assert.Null(section.GetInteger("k"));
        Assert.Null(section.GetAddress("k"));
        Assert.Null(section.GetPrefix("k"));
        Assert.Empty(section.GetStrings("k"));
        Assert.Null(section.GetSection("k"));
        Assert.Empty(section.GetSections("k"));
        Assert.Empty(section.GetSectionLists("k"));
    }

    [Fact]
    public void Present_InAnyCase_IsReadByType()
    {
        var section = Json.Section("""
            {"S": "text", "B": true, "I": -5, "A": "10.88.0.1", "P": "10.88.0.5/16", "L": ["a", "b"], "O": {"x": 1}, "OS": [{"x": 1}, {"x": 2}],
             "OSL": [[{"x": 1}], [{"x": 2}, {"x": 3}]]}
            """);

        Assert.Equal("text", section.GetString("s"));
        Assert.True(section.GetBool("b"));
        Assert.True(section.GetOptionalBool("b"));
        Assert.Equal(-5, section.GetInteger("i"));
        Assert.Equal("10.88.0.1", section.GetAddress("a")!.ToString());
        Assert.Equal("10.88.0.5/16", section.GetPrefix("p")!.Value.ToString());
        Assert.Equal(["a", "b"], section.GetStrings("l"));
        Assert.Equal(1, section.GetSection("o")!.GetInteger("x"));
        Assert.Equal([1L, 2L], section.GetSections("os").Select(s => s.GetInteger("x")!.Value));
        Assert.Equal("osl[1][1]", section.GetSectionLists("osl")[1][1].Path);
    }

    [Theory]
    [InlineData("\"text\"", "true or false")]
    [InlineData("0", "true or false")]
    [InlineData("\"true\"", "true or false")]
    public void Bool_OfAnotherType_IsRefused(string value, string wanted) => Refused(value, s => s.GetBool("k"), wanted);

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("1.5")]
    [InlineData("11")]
    [InlineData("-1")]
    [InlineData("1e99")]
    [InlineData("99999999999999999999")]
    public void Integer_OutOfRangeOrOfAnotherType_IsRefusedWithItsBounds(string value) =>
        Refused(value, s => s.GetInteger("k", 0, 10), "a whole number from 0 to 10");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("10", 10)]
    public void Integer_AtItsBounds_IsTaken(string value, long number) =>
        Assert.Equal(number, Json.Section($$"""{"k": {{value}}}""").GetInteger("k", 0, 10));

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("true")]
    public void String_OfAnotherType_IsRefused(string value) => Refused(value, s => s.GetString("k"), "a string");

    [Theory]
    [InlineData("\"10.88\"")]
    [InlineData("\"10.88.0.1/16\"")]
    public void Address_ThatIsNone_IsRefused(string value) => Refused(value, s => s.GetAddress("k"), "an IP address");

    [Theory]
    [InlineData("\"10.88.0.1\"")]
    [InlineData("\"10.88.0.0/40\"")]
    public void Prefix_ThatIsNone_IsRefused(string value) => Refused(value, s => s.GetPrefix("k"), "prefix length");

    [Fact]
    public void AddressAndPrefix_OfAnEmptyString_AreAbsent()
    {
        var section = Json.Section("""{"k": ""}""");

        Assert.Null(section.GetAddress("k"));
        Assert.Null(section.GetPrefix("k"));
    }

    [Theory]
    [InlineData("\"a\"")]
    [InlineData("[\"a\", 5]")]
    [InlineData("[null]")]
    public void Strings_OfAnythingElse_AreRefused(string value) => Refused(value, s => s.GetStrings("k"), "a list of strings");

    [Theory]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    public void Section_OfNoObject_IsRefused(string value) => Refused(value, s => s.GetSection("k"), "an object");

    [Theory]
    [InlineData("{}")]
    [InlineData("[[]]")]
    public void Sections_OfNoObjects_AreRefused(string value) => Refused(value, s => s.GetSections("k"), "a list of objects");

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[[5]]")]
    public void SectionLists_OfAnythingElse_AreRefused(string value) => Refused(value, s => s.GetSectionLists("k"), "objects");

    [Fact]
    public void Value_ThatIsLong_IsCutInTheMessage()
    {
        var error = Assert.Throws<CniException>(() => Json.Section($$"""{"k": "{{new string('x', 500)}}"}""").GetBool("k"));

        Assert.InRange(error.Message.Length, 80, 130);
        Assert.Contains("...", error.Message, StringComparison.Ordinal);
    }

    private static void Refused(string value, Func<ConfigSection, object?> read, string wanted)
    {
        var error = Assert.Throws<CniException>(() => read(Json.Section($$"""{"outer": {"K": {{value}} } }""").GetSection("outer")!));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, error.Code);
        Assert.StartsWith("\"outer.k\" is ", error.Message, StringComparison.Ordinal);
        Assert.Contains(wanted, error.Message, StringComparison.Ordinal);
    }
}
