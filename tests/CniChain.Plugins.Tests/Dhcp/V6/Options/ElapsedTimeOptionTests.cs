using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class ElapsedTimeOptionTests
{
    [Fact]
    public void Read_Hundredths_AsSent()
    {
        Assert.Equal(8, ElapsedTimeOption.Code);
        Assert.Equal(300, OptionBytes.Read<ElapsedTimeOption, ushort>("012c"));
    }

    [Fact]
    public void Read_AnotherLength_IsRefused() => OptionBytes.Refuses<ElapsedTimeOption, ushort>("", "01", "00012c");

    [Fact]
    public void Write_Hundredths_AsRead() => Assert.Equal("012c", OptionBytes.Write<ElapsedTimeOption, ushort>(300));
}
