using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class ClientFqdnOptionTests
{
    [Theory]
    [InlineData("web.lan.", true, "05000003776562036c616e00")]
    [InlineData("web", false, "04000003776562")]
    public void RoundTrip_AName_IsTheSame(string name, bool server, string hex)
    {
        Assert.Equal(81, ClientFqdnOption.Code);
        Assert.Equal(hex, OptionBytes.Write<ClientFqdnOption, ClientFqdn>(new ClientFqdn(name, server)));
        Assert.Equal(new ClientFqdn(name, server), OptionBytes.Read<ClientFqdnOption, ClientFqdn>(hex));
    }

    [Fact]
    public void Read_PlainAscii_IsTheNameToo() =>
        Assert.Equal(new ClientFqdn("web.lan", true), OptionBytes.Read<ClientFqdnOption, ClientFqdn>("01ffff7765622e6c616e"));

    [Fact]
    public void Read_CutOrNoName_IsRefused() =>
        OptionBytes.Refuses<ClientFqdnOption, ClientFqdn>("", "050000", "05000004776562", "0500000377200a", "01000020", "05000000", "0500000000");
}
