using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class MaxMessageSizeOptionTests
{
    [Fact]
    public void RoundTrip_Bytes_AreTheSame()
    {
        Assert.Equal(57, MaxMessageSizeOption.Code);
        Assert.Equal("05dc", OptionBytes.Write<MaxMessageSizeOption, ushort>(1500));
        Assert.Equal(1500, OptionBytes.Read<MaxMessageSizeOption, ushort>("05dc"));
    }

    [Fact]
    public void Read_BelowTheLeast_IsRefused()
    {
        Assert.Equal(576, OptionBytes.Read<MaxMessageSizeOption, ushort>("0240"));
        OptionBytes.Refuses<MaxMessageSizeOption, ushort>("023f", "0000");
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<MaxMessageSizeOption, ushort>("", "05", "0005dc");
}
