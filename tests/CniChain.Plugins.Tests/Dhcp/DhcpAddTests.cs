using System.Net;
using CniChain.Plugins.Tests.Dhcp.Servers;

namespace CniChain.Plugins.Tests.Dhcp;

public sealed class DhcpAddTests : IDisposable
{
    private readonly DhcpNode _node = DhcpNode.Create();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Add_AgainstDnsmasq_GivesAddressRouterAndDns()
    {
        _node.Dnsmasq(
            "--dhcp-option=6,10.70.0.53", "--dhcp-option=15,lan.test", "--dhcp-option=26,1400", "--dhcp-option=42,10.70.0.9",
            "--dhcp-option=option:domain-search,a.lan.test,b.lan.test");

        var result = await _node.AddAsync(_node.NewContainer(), "\"priority\": 50");

        var ip = Assert.Single(result.Ips);
        Assert.InRange(ip.Address.Address.GetAddressBytes()[3], 100, 150);
        Assert.Equal(24, ip.Address.PrefixLength);
        Assert.Equal(IPAddress.Parse("10.70.0.1"), ip.Gateway);
        var route = Assert.Single(result.Routes);
        Assert.Equal(("0.0.0.0/0", "10.70.0.1", 50, 1400), (route.Destination.ToString(), route.Gateway!.ToString(), route.Priority, route.Mtu));
        Assert.Equal(["10.70.0.53"], result.Dns.Nameservers);
        Assert.Equal("lan.test", result.Dns.Domain);
        Assert.Equal(["a.lan.test", "b.lan.test"], result.Dns.Search);
        var lease = Assert.Single(_node.Leases);
        Assert.Equal(("bound", "10.70.0.1", "10.70.0.9"), (lease.State, lease.Server, lease.Details["ntp"]));
        Assert.True(_node.Plugin.KeepsHost);
    }

    [Theory]
    [InlineData(1400, 1400)]
    [InlineData(9000, 1500)]
    [InlineData(1000, 1500)] // IPv6 would go from the link
    public async Task Add_WithAnMtuOfTheServer_GivesItToTheInterfaceWhereItFits(int offered, int mtu)
    {
        _node.Dnsmasq(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"--dhcp-option=26,{offered}"));
        var container = _node.NewContainer();

        await _node.AddAsync(container);

        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $" mtu {mtu} "), container.Exec("ip link show eth0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Del_AfterTheInterfaceIsGone_ReleasesAtTheServer()
    {
        var server = _node.Dnsmasq();
        var container = _node.NewContainer();
        var result = await _node.AddAsync(container);
        await DhcpNode.WaitForAsync(() => server.Leases.Contains(result.Ips[0].Address.Address.ToString(), StringComparison.Ordinal), "the server's note of the lease");

        _node.Host.Exec("ip link del vc1");
        await _node.DelAsync(container);

        server.WaitFor("DHCPRELEASE");
        await DhcpNode.WaitForAsync(() => !server.Leases.Contains("10.70.0.1", StringComparison.Ordinal), "the server's giving up the lease");
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }
}
