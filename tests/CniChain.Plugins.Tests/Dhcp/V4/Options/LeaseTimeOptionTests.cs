using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class LeaseTimeOptionTests
{
    [Theory]
    [InlineData(0u, "00000000")]
    [InlineData(3600u, "00000e10")]
    [InlineData(uint.MaxValue, "ffffffff")]
    public void RoundTrip_Seconds_AreTheSame(uint seconds, string hex)
    {
        Assert.Equal(51, LeaseTimeOption.Code);
        Assert.Equal(hex, OptionBytes.Write<LeaseTimeOption, uint>(seconds));
        Assert.Equal(seconds, OptionBytes.Read<LeaseTimeOption, uint>(hex));
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<LeaseTimeOption, uint>("", "000e10", "0000000e10");
}
