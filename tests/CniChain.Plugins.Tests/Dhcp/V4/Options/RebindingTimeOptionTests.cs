using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class RebindingTimeOptionTests
{
    [Theory]
    [InlineData(0u, "00000000")]
    [InlineData(3600u, "00000e10")]
    [InlineData(uint.MaxValue, "ffffffff")]
    public void RoundTrip_Seconds_AreTheSame(uint seconds, string hex)
    {
        Assert.Equal(59, RebindingTimeOption.Code);
        Assert.Equal(hex, OptionBytes.Write<RebindingTimeOption, uint>(seconds));
        Assert.Equal(seconds, OptionBytes.Read<RebindingTimeOption, uint>(hex));
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<RebindingTimeOption, uint>("", "000e10", "0000000e10");
}
