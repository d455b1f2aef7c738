using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class NameServersOptionTests
{
    [Fact]
    public void Read_AddressesInOrder_AsSent()
    {
        Assert.Equal(6, NameServersOption.Code);
        Assert.Equal(
            [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("192.0.2.7")],
            OptionBytes.Read<NameServersOption, IReadOnlyList<IPAddress>>("0a000001c0000207"));
    }

    [Fact]
    public void Read_NothingOrHalfAnAddress_IsRefused() => OptionBytes.Refuses<NameServersOption, IReadOnlyList<IPAddress>>("", "0a0000", "0a000001c0");

    [Fact]
    public void Write_Addresses_OneBehindTheOther() =>
        Assert.Equal("0a000001c0000207", OptionBytes.Write<NameServersOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("192.0.2.7")]));
}
