using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class HostNameOptionTests
{
    [Fact]
    public void RoundTrip_AName_IsTheSame()
    {
        Assert.Equal(12, HostNameOption.Code);
        Assert.Equal("7765622e6c616e", OptionBytes.Write<HostNameOption, string>("web.lan"));
        Assert.Equal("web.lan", OptionBytes.Read<HostNameOption, string>("7765622e6c616e"));
    }

    [Theory]
    [InlineData("7765620000")]
    [InlineData("7765622e")]
    public void Read_WithNulsOrADotAtItsEnd_IsTheNameAlone(string hex) => Assert.Equal("web", OptionBytes.Read<HostNameOption, string>(hex));

    [Fact]
    public void Read_WhatIsNoName_IsRefused() =>
        OptionBytes.Refuses<HostNameOption, string>("", "00", "2e", "612e2e62", "610a6e616d65736572766572", "612062", "c3a4", string.Concat(Enumerable.Repeat("61", 64)));
}
