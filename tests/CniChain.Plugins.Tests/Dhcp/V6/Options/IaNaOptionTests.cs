using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class IaNaOptionTests
{
    private const string Address = "00050018fd700000000000000000000000000100" + "0000003c00000078";

    [Fact]
    public void Read_WithAnAddress_HasTimesAndTheAddress()
    {
        var value = OptionBytes.Read<IaNaOption, IaNa>("00000007" + "0000000a" + "00000014" + Address);

        Assert.Equal(3, IaNaOption.Code);
        Assert.Equal((7u, 10u, 20u), (value.Iaid, value.T1, value.T2));
        Assert.Equal(IPAddress.Parse("fd70::100"), Assert.Single(value.Options.GetAll<IaAddressOption, IaAddress>()).Address);
    }

    [Fact]
    public void Read_CutShortOrWithHalfAnOption_IsRefused() => OptionBytes.Refuses<IaNaOption, IaNa>(
        "", "000000070000000a000000", "000000070000000a00000014000500", "000000070000000a00000014" + Address[..^2], "000000070000000a00000014" + Address + "00");

    [Fact]
    public void Write_WithAnAddress_AsRead()
    {
        var inner = new DhcpOptions();
        inner.Add<IaAddressOption, IaAddress>(new IaAddress(IPAddress.Parse("fd70::100"), 60, 120, new DhcpOptions()));

        Assert.Equal("000000070000000a00000014" + Address, OptionBytes.Write<IaNaOption, IaNa>(new IaNa(7, 10, 20, inner)));
    }
}
