using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class InterfaceMtuOptionTests
{
    [Fact]
    public void RoundTrip_Bytes_AreTheSame()
    {
        Assert.Equal(26, InterfaceMtuOption.Code);
        Assert.Equal("05dc", OptionBytes.Write<InterfaceMtuOption, ushort>(1500));
        Assert.Equal(1500, OptionBytes.Read<InterfaceMtuOption, ushort>("05dc"));
    }

    [Fact]
    public void Read_BelowTheLeast_IsRefused()
    {
        Assert.Equal(68, OptionBytes.Read<InterfaceMtuOption, ushort>("0044"));
        OptionBytes.Refuses<InterfaceMtuOption, ushort>("0043", "0000");
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<InterfaceMtuOption, ushort>("", "05", "0005dc");
}
