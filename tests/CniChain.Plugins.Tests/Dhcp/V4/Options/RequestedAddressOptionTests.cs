using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class RequestedAddressOptionTests
{
    [Fact]
    public void RoundTrip_AnAddress_IsTheSame()
    {
        Assert.Equal(50, RequestedAddressOption.Code);
        Assert.Equal("c0000201", OptionBytes.Write<RequestedAddressOption, IPAddress>(IPAddress.Parse("192.0.2.1")));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), OptionBytes.Read<RequestedAddressOption, IPAddress>("c0000201"));
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<RequestedAddressOption, IPAddress>("", "c00002", "c000020100");
}
