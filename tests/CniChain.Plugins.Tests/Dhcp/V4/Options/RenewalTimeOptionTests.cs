using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class RenewalTimeOptionTests
{
    [Theory]
    [InlineData(0u, "00000000")]
    [InlineData(3600u, "00000e10")]
    [InlineData(uint.MaxValue, "ffffffff")]
    public void RoundTrip_Seconds_AreTheSame(uint seconds, string hex)
    {
        Assert.Equal(58, RenewalTimeOption.Code);
        Assert.Equal(hex, OptionBytes.Write<RenewalTimeOption, uint>(seconds));
        Assert.Equal(seconds, OptionBytes.Read<RenewalTimeOption, uint>(hex));
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<RenewalTimeOption, uint>("", "000e10", "0000000e10");
}
