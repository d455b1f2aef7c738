using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class DomainListOptionTests
{
    private const string Two = "016103636f6d00" + "03622d6203636f6d00";

    [Fact]
    public void Read_NamesInOrder_AsSent()
    {
        Assert.Equal(24, DomainListOption.Code);
        Assert.Equal(["a.com", "b-b.com"], OptionBytes.Read<DomainListOption, IReadOnlyList<string>>(Two));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0161")] // no end
    [InlineData("0261")] // a label longer than what is left
    [InlineData("0161c000")] // a pointer
    [InlineData("03612062" + "00")] // a blank
    [InlineData("02c3a4" + "00")] // bytes of no name
    public void Read_NoNames_IsRefused(string hex) => OptionBytes.Refuses<DomainListOption, IReadOnlyList<string>>(hex);

    [Fact]
    public void Read_MoreThanResolversHeed_LeavesSixtyFour() =>
        Assert.Equal(64, OptionBytes.Read<DomainListOption, IReadOnlyList<string>>(string.Concat(Enumerable.Repeat("016100", 500))).Count);

    [Fact]
    public void Write_Names_AsRead() => Assert.Equal(Two, OptionBytes.Write<DomainListOption, IReadOnlyList<string>>(["a.com", "b-b.com"]));
}
