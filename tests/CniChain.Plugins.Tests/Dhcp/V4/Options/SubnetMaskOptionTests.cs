using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class SubnetMaskOptionTests
{
    [Theory]
    [InlineData(1, "80000000")]
    [InlineData(24, "ffffff00")]
    [InlineData(31, "fffffffe")]
    [InlineData(32, "ffffffff")]
    public void RoundTrip_APrefix_IsTheSame(int length, string hex)
    {
        Assert.Equal(1, SubnetMaskOption.Code);
        Assert.Equal(hex, OptionBytes.Write<SubnetMaskOption, int>(length));
        Assert.Equal(length, OptionBytes.Read<SubnetMaskOption, int>(hex));
    }

    [Fact]
    public void Read_WithHolesOrOfNothing_IsRefused() =>
        OptionBytes.Refuses<SubnetMaskOption, int>("00000000", "ff00ff00", "00ffffff", "fffffffd", "ffffff", "ffffff0000", "");
}
