namespace CniChain.Abstractions.Tests;

public sealed class CniVersionTests
{
    [Fact]
    public void Supported_IsEveryVersionOfTheSpecification_OldestFirst()
    {
        Assert.Equal(["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"], CniVersion.Supported.Select(v => v.ToString()));
        Assert.Equal(CniVersion.Supported.Order(), CniVersion.Supported);
        Assert.All(CniVersion.Supported, v => Assert.True(v.IsSupported));
    }

    [Theory]
    [InlineData(null, "0.1.0")]
    [InlineData("", "0.1.0")]
    [InlineData("1.1.0", "1.1.0")]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1", "1.0.0")]
    [InlineData("0.65535.9", "0.65535.9")]
    public void TryParse_UpToThreeNumbers_IsAVersion(string? text, string version)
    {
        Assert.True(CniVersion.TryParse(text, out var parsed));
        Assert.Equal(version, parsed.ToString());
    }

    [Theory]
    [InlineData("banana")]
    [InlineData("1.x")]
    [InlineData("1.0.0.0")]
    [InlineData("1..0")]
    [InlineData("1.0.")]
    [InlineData(" 1.0.0")]
    [InlineData("1.0.0-rc1")]
    [InlineData("-1.0.0")]
    [InlineData("+1.0.0")]
    [InlineData("1.0.65536")]
    [InlineData("1.\u0661.0")]
    public void TryParse_AnythingElse_Fails(string text) => Assert.False(CniVersion.TryParse(text, out _));

    [Theory]
    [InlineData("0.5.0")]
    [InlineData("1.0.1")]
    [InlineData("1.2.0")]
    [InlineData("2.0.0")]
    public void IsSupported_OfAVersionThatNeverWas_IsFalse(string text) =>
        Assert.False(CniVersion.TryParse(text, out var version) && version.IsSupported);

    [Fact]
    public void Order_GoesByNumbersNotByText()
    {
        var old = new CniVersion(0, 9, 0);
        var recent = new CniVersion(0, 10, 0);

        Assert.True(old < recent && recent > old && old <= recent && recent >= old && !(recent <= old));
        Assert.True(CniVersion.V0_3_0 < CniVersion.V0_3_1 && CniVersion.V0_4_0 < CniVersion.V1_0_0);
        Assert.Equal(0, CniVersion.V1_0_0.CompareTo(new CniVersion(1, 0, 0)));
    }
}
