using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class ServerIdentifierOptionTests
{
    [Fact]
    public void RoundTrip_AnAddress_IsTheSame()
    {
        Assert.Equal(54, ServerIdentifierOption.Code);
        Assert.Equal("c0000201", OptionBytes.Write<ServerIdentifierOption, IPAddress>(IPAddress.Parse("192.0.2.1")));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), OptionBytes.Read<ServerIdentifierOption, IPAddress>("c0000201"));
    }

    [Fact]
    public void Read_AnyOtherLength_IsRefused() => OptionBytes.Refuses<ServerIdentifierOption, IPAddress>("", "c00002", "c000020100");
}
