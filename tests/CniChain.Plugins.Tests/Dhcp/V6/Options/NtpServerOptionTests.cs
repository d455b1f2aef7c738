using System.Net;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6.Options;

public sealed class NtpServerOptionTests
{
    private const string Address = "00010010" + "fd700000000000000000000000000009";

    // A multicast group, and a name.
    private const string Others = "00020010" + "ff050000000000000000000000000101" + "00030005" + "036e747000";

    [Fact]
    public void Read_AddressesNamesAndGroups_LeavesTheAddresses()
    {
        Assert.Equal(56, NtpServerOption.Code);
        Assert.Equal([IPAddress.Parse("fd70::9")], OptionBytes.Read<NtpServerOption, IReadOnlyList<IPAddress>>(Others + Address));
    }

    [Fact]
    public void Read_NoAddressOrHalfAPart_IsRefused() => OptionBytes.Refuses<NtpServerOption, IReadOnlyList<IPAddress>>("", Others, Address[..^2], "00010004fd700000");

    [Fact]
    public void Write_Addresses_APartEach() => Assert.Equal(Address, OptionBytes.Write<NtpServerOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("fd70::9")]));
}
