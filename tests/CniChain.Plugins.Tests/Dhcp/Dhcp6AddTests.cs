using CniChain.Plugins.Tests.Dhcp.Servers;

namespace CniChain.Plugins.Tests.Dhcp;

public sealed class Dhcp6AddTests : IDisposable
{
    private const string Family = "\"family\": \"6\"";
    private readonly DhcpNode _node = DhcpNode.Create();

    public Dhcp6AddTests() => _node.UseIPv6();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Add_AgainstDnsmasq_GivesAddressAndDnsInTwoMessages()
    {
        var server = _node.Dnsmasq6("--dhcp-option=option6:dns-server,[fd70::53]", "--dhcp-option=option6:domain-search,a.lan.test,b.lan.test");

        var result = await _node.AddAsync(_node.NewContainer(), Family);

        var ip = Assert.Single(result.Ips);
        Assert.StartsWith("fd70::1", ip.Address.Address.ToString(), StringComparison.Ordinal);
        Assert.Equal((128, null), (ip.Address.PrefixLength, ip.Gateway));
        Assert.Empty(result.Routes);
        Assert.Equal(["fd70::53"], result.Dns.Nameservers);
        Assert.Equal(["a.lan.test", "b.lan.test"], result.Dns.Search);
        var lease = Assert.Single(_node.Leases);
        Assert.Equal(("bound", ip.Address), (lease.State, lease.Address));
        Assert.StartsWith("fe80::", lease.Server, StringComparison.Ordinal);
        Assert.True(_node.Plugin.KeepsHost);
        server.WaitFor("DHCPREPLY"); // It tells what it does, and that is read, in its own time.
        Assert.DoesNotContain("DHCPADVERTISE", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public async Task Add_AgainstKea_IsOfTwoMessagesWhereBothWantIt(bool serverDoes, bool clientDoes, bool advertised)
    {
        var server = _node.Kea6(600, keys: $"\"rapid-commit\": {(serverDoes ? "true" : "false")},");

        var result = await _node.AddAsync(_node.NewContainer(), $"{Family}, \"rapidCommit\": {(clientDoes ? "true" : "false")}");

        Assert.Equal("fd70::100/128", Assert.Single(result.Ips).Address.ToString());
        server.WaitFor("REPLY (type 7)");
        Assert.Equal(advertised, server.Output.Contains("DHCP6_LEASE_ADVERT", StringComparison.Ordinal));
    }
}
