using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class SolMaxRtOptionTests
{
    [Theory]
    [InlineData("0000003c", 60u)]
    [InlineData("00015180", 86_400u)]
    public void Read_SecondsWithinBounds_WrittenToTheSame(string hex, uint seconds)
    {
        Assert.Equal(82, SolMaxRtOption.Code);
        Assert.Equal(seconds, OptionBytes.Read<SolMaxRtOption, uint>(hex));
        Assert.Equal(hex, OptionBytes.Write<SolMaxRtOption, uint>(seconds));
    }

    [Fact]
    public void Read_OutOfBounds_IsRefused() => OptionBytes.Refuses<SolMaxRtOption, uint>("", "003c", "0000003b", "00015181", "ffffffff", "0000003c00");
}
