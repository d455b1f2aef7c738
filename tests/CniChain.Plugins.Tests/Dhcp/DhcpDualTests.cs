using CniChain.Plugins.Tests.Dhcp.Servers;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>Leases of both families at once.</summary>
public sealed class DhcpDualTests : IDisposable
{
    private const string Dual = "\"family\": \"dual\"";
    private readonly DhcpNode _node = DhcpNode.Create();

    public DhcpDualTests() => _node.UseIPv6();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Dual_GivesBothAndTakesBothBack()
    {
        var server = _node.Dnsmasq(
            "--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s", "--dhcp-range=fd70::100,fd70::150,64,120s", "--dhcp-option=6,10.70.0.53",
            "--dhcp-option=option6:dns-server,[fd70::53]");
        var container = _node.NewContainer();

        var result = await _node.AttachAsync(container, Dual);

        Assert.Equal([false, true], result.Ips.Select(ip => ip.Address.IsIPv6));
        Assert.Equal(["10.70.0.53", "fd70::53"], result.Dns.Nameservers);
        Assert.Equal("0.0.0.0/0", Assert.Single(result.Routes).Destination.ToString());
        Assert.Equal(2, _node.Leases.Count);
        await _node.CheckAsync(container, result, keys: Dual);

        // One family's lease is not the other's.
        var error = await Assert.ThrowsAsync<CniException>(
            () => _node.CheckAsync(container, result with { Ips = [result.Ips[0]] }, keys: Dual));
        Assert.Contains("(IPv6)", error.Message, StringComparison.Ordinal);

        _node.Host.Exec("ip link del vc1");
        await _node.DelAsync(container);
        await DhcpNode.WaitForAsync(() => server.Output.Split("DHCPRELEASE").Length - 1 == 2, "both given back");
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dual_WithOneFamilyMissing_GivesTheOtherBack(bool hasIPv4)
    {
        var server = _node.Dnsmasq($"--dhcp-range={(hasIPv4 ? "10.70.0.100,10.70.0.150,255.255.255.0" : "fd70::100,fd70::150,64")},120s");

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Dual}, \"timeout\": 10"));

        Assert.Contains(hasIPv4 ? "no DHCPv6 lease" : "no lease", error.Message, StringComparison.Ordinal);
        server.WaitFor("DHCPRELEASE");
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Fact]
    public async Task Dual_WithNoServer_SaysSoOfBoth()
    {
        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Dual}, \"timeout\": 3"));

        Assert.Contains("no offer came", error.Message, StringComparison.Ordinal);
        Assert.Contains("no advertisement came", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gc_ReleasesBothFamiliesOfWhatIsNotInTheList()
    {
        var server = _node.Dnsmasq("--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s", "--dhcp-range=fd70::100,fd70::150,64,120s");
        await _node.AttachAsync(_node.NewContainer("c1"), Dual);
        await _node.AttachAsync(_node.NewContainer("c2"), Dual, "c2");
        var call = _node.Call(CniVerb.Gc, null, Dual, valid: [new Attachment("lan", "c2", "eth0")]);

        await _node.Plugin.GcAsync(call, default);

        await DhcpNode.WaitForAsync(() => server.Output.Split("DHCPRELEASE").Length - 1 == 2, "both given back");
        Assert.All(_node.Leases, lease => Assert.Equal("c2", lease.Attachment.ContainerId));
        Assert.Equal(2, _node.Leases.Count);
    }
}
