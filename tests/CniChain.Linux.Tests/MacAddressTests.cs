namespace CniChain.Linux.Tests;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData("0a:58:0a:00:00:01", "0a:58:0a:00:00:01")]
    [InlineData("0A-58-0a-00-00-fF", "0a:58:0a:00:00:ff")]
    [InlineData("0a58.0a00.0001", "0a:58:0a:00:00:01")]
    public void Parse_EveryForm_PrintsWithColons(string text, string expected) =>
        Assert.Equal(expected, MacAddress.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0a:58:0a:00:00")]
    [InlineData("0a:58:0a:00:00:01:02")]
    [InlineData("0a:58-0a:00:00:01")]
    [InlineData("0a.58.0a.00.00.01")]
    [InlineData("0g:58:0a:00:00:01")]
    [InlineData("+a:58:0a:00:00:01")]
    [InlineData("0a580a00000001")]
    [InlineData("02:00:5e:10:00:00:00:01")]
    public void TryParse_SomethingElse_ReturnsFalse(string? text) => Assert.False(MacAddress.TryParse(text, out _));

    [Fact]
    public void Parse_SomethingElse_NamesIt() =>
        Assert.Contains("'nonsense'", Assert.Throws<FormatException>(() => MacAddress.Parse("nonsense")).Message, StringComparison.Ordinal);

    [Fact]
    public void Random_IsUnicastAndLocallyAdministered()
    {
        for (var i = 0; i < 100; i++)
        {
            var mac = MacAddress.Random();
            Assert.False(mac.IsMulticast);
            Assert.Equal(2, mac.ToArray()[0] & 3);
        }

        Assert.NotEqual(MacAddress.Random(), MacAddress.Random());
    }

    [Fact]
    public void Bytes_ThereAndBack_AreTheSame()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 0xfe];

        Assert.Equal(bytes, new MacAddress(bytes).ToArray());
        Assert.True(new MacAddress(bytes).IsMulticast);
        Assert.Equal(new MacAddress(bytes), MacAddress.Parse("01:02:03:04:05:fe"));
        Assert.True(default(MacAddress).IsZero);
    }
}
