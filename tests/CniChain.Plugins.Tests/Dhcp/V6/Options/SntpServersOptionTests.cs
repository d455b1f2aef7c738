using System.Net;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class SntpServersOptionTests
{
    private const string Two = "fd700000000000000000000000000053" + "fe800000000000000000000000000001";

    [Fact]
    public void Read_AddressesInOrder_AsSent()
    {
        Assert.Equal(31, SntpServersOption.Code);
        Assert.Equal([IPAddress.Parse("fd70::53"), IPAddress.Parse("fe80::1")], OptionBytes.Read<SntpServersOption, IReadOnlyList<IPAddress>>(Two));
    }

    [Fact]
    public void Read_NothingOrHalfAnAddress_IsRefused() => OptionBytes.Refuses<SntpServersOption, IReadOnlyList<IPAddress>>("", "fd70", Two + "00");

    [Fact]
    public void Write_Addresses_OneBehindTheOther() =>
        Assert.Equal(Two, OptionBytes.Write<SntpServersOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("fd70::53"), IPAddress.Parse("fe80::1")]));
}
