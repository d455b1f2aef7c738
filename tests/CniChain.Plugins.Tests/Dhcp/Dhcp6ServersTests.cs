using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;
using CniChain.Plugins.Tests.Dhcp.Servers;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>Several DHCPv6 servers, dead and hostile ones, what is said to them, and both families at once.</summary>
public sealed class Dhcp6ServersTests : IDisposable
{
    private const string Family = "\"family\": \"6\"";
    private const string Dual = "\"family\": \"dual\"";
    private readonly DhcpNode _node = DhcpNode.Create();

    public Dhcp6ServersTests() => _node.UseIPv6();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task TwoServers_ThePreferredOneLends()
    {
        _node.Kea6(600, options: """{ "name": "preference", "data": "7", "always-send": true }""");
        using var second = TestNamespace.Create();
        _node.Host.Shell($"ip link add srv1 type veth peer name d0 netns {second.Path}; ip link set srv1 master lan0 up");
        second.Shell("""
            echo 0 > /proc/sys/net/ipv6/conf/d0/accept_dad
            ip link set lo up
            ip link set d0 up
            for i in $(seq 500); do ip addr show dev d0 scope link | grep -q fe80 && exit 0; sleep 0.02; done
            exit 1
            """);
        using var other = new ScriptedServer6(second, message => [ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::999")))]);

        for (var i = 1; i <= 3; i++)
        {
            var result = await _node.AddAsync(_node.NewContainer($"c{i}"), Family, $"c{i}");
            Assert.NotEqual("fd70::999/128", Assert.Single(result.Ips).Address.ToString());
        }
    }

    [Fact]
    public async Task NoServer_IsError11_ThatSaysSo()
    {
        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Family}, \"timeout\": 2"));

        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
        Assert.Contains("no DHCPv6 lease for \"eth0\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("within 2 s: 2 SOLICIT and 0 REQUEST were sent; no advertisement came", error.Message, StringComparison.Ordinal);
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Fact]
    public async Task Server_WithoutAddressesLeft_IsError11_WithItsWords()
    {
        _node.Kea6(600, pool: "fd70::100-fd70::100");
        await _node.AddAsync(_node.NewContainer(), Family);

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer("c2"), $"{Family}, \"timeout\": 2", "c2"));

        Assert.Contains("NoAddrsAvail", error.Message, StringComparison.Ordinal);
        Assert.Contains("fe80::", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsHostile_GivesTheOneProperLease()
    {
        using var server = new ScriptedServer6(_node.Lan, Hostile);

        var result = await _node.AddAsync(_node.NewContainer(), Family);

        Assert.Equal("fd70::110/128", Assert.Single(result.Ips).Address.ToString());

        static IEnumerable<byte[]> Hostile(DhcpMessage message)
        {
            var proper = ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::110", 600));
            var wrong = ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::66", 600));
            for (var i = 1; i <= 200; i++)
            {
                yield return ScriptedServer6.Bytes(wrong with { Xid = message.Xid + (uint)i });
            }

            var bytes = ScriptedServer6.Bytes(wrong);
            var otherClient = bytes.ToArray();
            otherClient[10] ^= 0xff;
            yield return otherClient;
            yield return bytes[..^3];
            yield return bytes[..5];
            yield return [];
            yield return [.. bytes, 0, 3, 0xff, 0xff, 1];
            yield return ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("ff02::5")));
            yield return ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::66", 0)));
            yield return ScriptedServer6.Bytes(
                ScriptedServer6.Answer(message, new IaAddress(IPAddress.Parse("fd70::66"), 601, 600, new CniChain.Plugins.Dhcp.V6.DhcpOptions())));
            yield return ScriptedServer6.Bytes(proper);
        }
    }

    [Fact]
    public async Task Server_ThatTakesItsWordBack_IsError11_WithItsWords()
    {
        using var server = new ScriptedServer6(_node.Lan, message =>
        {
            if (message.Type == MessageType.Solicit)
            {
                return [ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::110")))];
            }

            var answer = ScriptedServer6.Empty(message);
            answer.Options.Add<StatusCodeOption, Status>(new Status(StatusCode.NotOnLink, "moved"));
            return [ScriptedServer6.Bytes(answer)];
        });

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Family}, \"timeout\": 2"));

        Assert.Contains("fd70::110 was advertised by fe80::", error.Message, StringComparison.Ordinal);
        Assert.Contains("NotOnLink: \"moved\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatIsInUse_IsDeclined()
    {
        var server = _node.Kea6(600, "fd70::100-fd70::101");
        var squatter = _node.NewContainer("c9");
        squatter.Exec("ip link set eth0 up");
        squatter.Exec("ip addr add fd70::100/64 dev eth0 nodad");

        var result = await _node.AddAsync(_node.NewContainer(), $"{Family}, \"detectConflicts\": true, \"timeout\": 60");

        Assert.Equal("fd70::101/128", result.Ips[0].Address.ToString());
        server.WaitFor("DECLINE (type 9)");
    }

    [Fact]
    public async Task Provided_NameAndDuid_ReachTheServer()
    {
        var server = _node.Dnsmasq6("--dhcp-userclass=set:golden,gold");

        await _node.AddAsync(
            _node.NewContainer(),
            $$"""{{Family}}, "request": [ { "option": "dhcp6.ntp-servers" } ], "provide": [ { "option": "dhcp6.client-id", "value": "00:03:00:01:02:00:00:00:00:77" }, { "option": "dhcp6.user-class", "value": "gold" } ]""",
            args: "K8S_POD_NAME=web-0");

        server.WaitFor("client provides name: web-0");
        Assert.Contains("00:03:00:01:02:00:00:00:00:77", server.Output, StringComparison.Ordinal);
        Assert.Contains("56:ntp-server", server.Output, StringComparison.Ordinal);
        Assert.Contains("tags: golden", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Again_TheSameAttachment_GetsTheSameAddress()
    {
        _node.Kea6(600);
        var first = await _node.AddAsync(_node.NewContainer("c1"), Family);
        await _node.AddAsync(_node.NewContainer("c2"), Family, "c2");
        _node.Host.Exec("ip link del vc1");

        // Another interface with another hardware address, as after a failed start of the container.
        var again = await _node.AddAsync(_node.NewContainer("c1"), Family);

        Assert.Equal(first.Ips[0].Address, again.Ips[0].Address);
    }

    [Fact]
    public async Task LinkWithIPv6SwitchedOff_IsSwitchedOn()
    {
        _node.Dnsmasq6();
        var container = _node.NewContainer();
        container.Shell("echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6");

        var result = await _node.AddAsync(container, Family);

        Assert.Single(result.Ips);
    }

    [Fact]
    public async Task GatewayAndRoutes_OfTheConfiguration_AreTheResults()
    {
        _node.Dnsmasq6();

        var result = await _node.AddAsync(
            _node.NewContainer(), $$"""{{Family}}, "priority": 70, "gateway": "fe80::1", "routes": [ { "dst": "::/0" }, { "dst": "fd70::/64", "scope": 253, "priority": 5 } ]""");

        Assert.Equal(IPAddress.Parse("fe80::1"), Assert.Single(result.Ips).Gateway);
        Assert.Equal([("::/0", 70), ("fd70::/64", 5)], result.Routes.Select(r => (r.Destination.ToString(), r.Priority)));
    }

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

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Dual}, \"timeout\": 2"));

        Assert.Contains(hasIPv4 ? "no DHCPv6 lease" : "no lease", error.Message, StringComparison.Ordinal);
        server.WaitFor("DHCPRELEASE");
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Fact]
    public async Task Dual_WithNoServer_SaysSoOfBoth()
    {
        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Dual}, \"timeout\": 1"));

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
