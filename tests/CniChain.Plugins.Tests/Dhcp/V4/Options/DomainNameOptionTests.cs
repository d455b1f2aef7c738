using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class DomainNameOptionTests
{
    [Fact]
    public void RoundTrip_AName_IsTheSame()
    {
        Assert.Equal(15, DomainNameOption.Code);
        Assert.Equal("7765622e6c616e", OptionBytes.Write<DomainNameOption, string>("web.lan"));
        Assert.Equal("web.lan", OptionBytes.Read<DomainNameOption, string>("7765622e6c616e"));
    }

    [Theory]
    [InlineData("7765620000")]
    [InlineData("7765622e")]
    public void Read_WithNulsOrADotAtItsEnd_IsTheNameAlone(string hex) => Assert.Equal("web", OptionBytes.Read<DomainNameOption, string>(hex));

    [Fact]
    public void Read_WhatIsNoName_IsRefused() =>
        OptionBytes.Refuses<DomainNameOption, string>("", "00", "2e", "612e2e62", "610a6e616d65736572766572", "612062", "c3a4", string.Concat(Enumerable.Repeat("61", 64)));
}
