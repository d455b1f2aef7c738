using System.Net;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;
using CniChain.Plugins.Tests.Dhcp.Servers;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>Servers of every kind, several of them, behind a relay, dead, and hostile.</summary>
public sealed class DhcpServersTests : IDisposable
{
    private readonly DhcpNode _node = DhcpNode.Create();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task TwoServers_AtOnce_GiveOneLease()
    {
        var first = _node.Dnsmasq();
        using var second = TestNamespace.Create();
        _node.Host.Shell($"ip link add srv1 type veth peer name d0 netns {second.Path}; ip link set srv1 master lan0 up");
        second.Shell("ip link set lo up; ip addr add 10.70.0.2/24 dev d0; ip link set d0 up");
        using var other = new ScriptedServer(second, _ => IPAddress.Parse("10.70.0.200"), message =>
        {
            // As a proper server, it keeps silent when a REQUEST names another.
            var named = message.Options.TryGet<ServerIdentifierOption, IPAddress>(out var server) && server.Equals(IPAddress.Parse("10.70.0.1"));
            var answer = ScriptedServer.Answer(message, IPAddress.Parse("10.70.0.200"));
            answer.Options.Set<ServerIdentifierOption, IPAddress>(IPAddress.Parse("10.70.0.2"));
            return named ? [] : [ScriptedServer.Bytes(answer)];
        });

        for (var i = 1; i <= 5; i++)
        {
            var result = await _node.AddAsync(_node.NewContainer($"c{i}"), id: $"c{i}");
            Assert.Single(result.Ips);
        }

        Assert.Equal(5, _node.Leases.Count);
        Assert.All(_node.Leases, l => Assert.Equal(l.Server == "10.70.0.2", l.Address!.Value.Address.Equals(IPAddress.Parse("10.70.0.200"))));
        Assert.NotEqual("", first.Output);
    }

    [Fact]
    public async Task Relay_InBetween_LeasesRenewsAndReleases()
    {
        using var far = TestNamespace.Create();
        _node.Lan.Shell($"""
            ip link add up0 type veth peer name d0 netns {far.Path}
            ip addr add 10.80.0.1/24 dev up0
            ip link set up0 up
            echo 1 > /proc/sys/net/ipv4/ip_forward
            """);
        far.Shell("ip link set lo up; ip addr add 10.80.0.2/24 dev d0; ip link set d0 up; ip route add 10.70.0.0/24 via 10.80.0.1");
        var leases = Path.Combine(_node.Folder, "far.leases");
        var server = DhcpServer.Start(
            _node, far, "dnsmasq", leases, "DHCP, sockets bound", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=d0",
            "--bind-interfaces", "--user=root", "--no-ping", "--log-dhcp", "--log-facility=-", "--pid-file=", $"--dhcp-leasefile={leases}",
            "--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s", "--dhcp-option=3,10.70.0.1", "--dhcp-option=option:T1,3");
        DhcpServer.Start(
            _node, _node.Lan, "dnsmasq", leases + ".none", "DHCP relay", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0",
            "--interface=d0", "--interface=up0", "--bind-interfaces", "--user=root", "--log-facility=-", "--pid-file=", "--dhcp-relay=10.70.0.1,10.80.0.2");

        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);

        Assert.Equal("10.80.0.2", Assert.Single(_node.Leases).Server);
        Assert.Equal(IPAddress.Parse("10.70.0.1"), result.Ips[0].Gateway);
        server.WaitFor("DHCPACK("); // All that it told before.
        var (discovers, acks) = (Count("DHCPDISCOVER("), Count("DHCPACK("));

        // T1 is 3 s: the renewal goes by unicast to the server behind the relay, or its answer would not come back by itself.
        await DhcpNode.WaitForAsync(() => Count("DHCPACK(") > acks, "the renewal");
        await DhcpNode.WaitForAsync(() => Assert.Single(_node.Leases).State == "bound", "the renewal's ACK");
        Assert.Equal(discovers, Count("DHCPDISCOVER("));
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses(container));
        _node.Host.Exec("ip link del vc1");
        await _node.DelAsync(container);
        server.WaitFor("DHCPRELEASE");

        int Count(string text) => server.Output.Split(text).Length - 1;
    }

    [Fact]
    public async Task NoServer_IsError11_ThatSaysSo()
    {
        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), "\"timeout\": 2"));

        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
        Assert.Contains("within 2 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("no offer came", error.Message, StringComparison.Ordinal);
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Fact]
    public async Task Server_ThatRefuses_IsError11_WithItsWords()
    {
        using var server = new ScriptedServer(_node.Lan, _ => IPAddress.Any, message =>
        {
            var answer = ScriptedServer.Answer(message, IPAddress.Parse("10.70.0.110"));
            if (message.Type == MessageType.Request)
            {
                answer = answer with { Type = MessageType.Nak };
                answer.Options.Set<MessageTextOption, string>("not today");
            }

            return [ScriptedServer.Bytes(answer)];
        });

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), "\"timeout\": 5"));

        Assert.Contains("10.70.0.110 was offered by 10.70.0.1", error.Message, StringComparison.Ordinal);
        Assert.Contains("refused (NAK: \"not today\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsHostile_GivesTheOneProperLease()
    {
        using var server = new ScriptedServer(_node.Lan, _ => IPAddress.Any, Hostile);

        var result = await _node.AddAsync(_node.NewContainer());

        Assert.Equal(IPAddress.Parse("10.70.0.110"), Assert.Single(result.Ips).Address.Address);

        static IEnumerable<byte[]> Hostile(DhcpMessage message)
        {
            var proper = ScriptedServer.Answer(message, IPAddress.Parse("10.70.0.110"));
            var bytes = ScriptedServer.Bytes(proper);
            for (var i = 0; i < 200; i++)
            {
                yield return ScriptedServer.Bytes(proper with { Xid = message.Xid + 1 + (uint)i, YourAddress = IPAddress.Parse("10.70.0.66") });
            }

            yield return ScriptedServer.Bytes(proper with { HardwareAddress = CniChain.Linux.MacAddress.Parse("02:00:00:00:00:99"), YourAddress = IPAddress.Parse("10.70.0.66") });
            yield return ScriptedServer.Bytes(proper with { YourAddress = IPAddress.Parse("224.0.0.5") });
            yield return bytes[..245];
            yield return bytes[..20];
            yield return [.. bytes[..^30], 119, 4, 0xc0, 0, 0xc0, 2, 255];
            yield return [.. bytes[..^30], 52, 1, 3, 6, 200, 1];
            yield return bytes;
        }
    }

    [Fact]
    public async Task Del_WithTheServerDead_Succeeds()
    {
        var server = _node.Dnsmasq();
        var container = _node.NewContainer();
        await _node.AttachAsync(container);
        server.Kill();

        await _node.DelAsync(container);
        await _node.DelAsync(null);

        Assert.Empty(_node.Leases);
    }

    /// <remarks>A bridge takes its lowest port's address, so the port for the message must not be the lowest, however high the others are.</remarks>
    [Theory]
    [InlineData("02:00:00:00:00:01")]
    [InlineData("fe:fe:ff:ff:ff:ff")]
    public async Task Del_WithTheServerOnTheBridgeItself_Releases(string portMac)
    {
        _node.Host.Exec($"ip link set srv0 address {portMac}");
        _node.Lan.Exec("ip addr flush dev d0");
        _node.Host.Exec("ip addr add 10.70.0.1/24 dev lan0");
        var leases = Path.Combine(_node.Folder, "bridge.leases");
        var server = DhcpServer.Start(
            _node, _node.Host, "dnsmasq", leases, "DHCP, sockets bound", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=lan0",
            "--bind-interfaces", "--user=root", "--no-ping", "--log-dhcp", "--log-facility=-", "--pid-file=", $"--dhcp-leasefile={leases}",
            "--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s");
        var container = _node.NewContainer();
        await _node.AttachAsync(container);
        _node.Host.Exec("ip link del vc1");

        await _node.DelAsync(container);

        server.WaitFor("DHCPRELEASE");
        Assert.DoesNotContain("dhcp", _node.Host.Exec("ip -o link"), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Kernel", "vlan")]
    [InlineData("4", 1)]
    [InlineData("dual", 2)]
    public async Task Del_OnAVlanOfTheBridge_Releases(string family, int releases)
    {
        _node.UseIPv6();
        _node.Host.Shell("""
            ip link set lan0 type bridge vlan_filtering 1
            bridge vlan del dev srv0 vid 1
            bridge vlan add dev srv0 vid 100 pvid untagged
            """);
        var server = _node.Dnsmasq("--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s", "--dhcp-range=fd70::100,fd70::150,64,120s");
        var container = _node.NewContainer();
        _node.Host.Shell("bridge vlan del dev vc1 vid 1; bridge vlan add dev vc1 vid 100 pvid untagged");
        await _node.AttachAsync(container, $"\"family\": \"{family}\"");
        _node.Host.Exec("ip link del vc1");

        await _node.DelAsync(container);

        await DhcpNode.WaitForAsync(() => server.Output.Split("DHCPRELEASE").Length - 1 == releases, "the leases given back");
        Assert.DoesNotContain("dhcp", _node.Host.Exec("ip -o link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Macvlan_LeasesOverItsParent_AndReleasesByIt()
    {
        _node.Host.Exec("ip link set srv0 nomaster");
        var server = _node.Dnsmasq();
        var container = _node.Own(TestNamespace.Create());
        _node.Host.Exec("ip link add link srv0 name mv0 type macvlan mode bridge");
        _node.Host.Exec($"ip link set mv0 netns {container.Path} name eth0");
        await _node.AttachAsync(container);
        container.Exec("ip link del eth0");

        await _node.DelAsync(container);

        server.WaitFor("DHCPRELEASE");
        Assert.Empty(_node.Leases);
    }

    [Fact]
    public async Task Address_ThatIsInUse_IsDeclined()
    {
        var server = _node.Kea(600, "10.70.0.100-10.70.0.101");
        var squatter = _node.NewContainer("c9");
        squatter.Exec("ip link set eth0 up");
        squatter.Exec("ip addr add 10.70.0.100/24 dev eth0");
        squatter.Exec("ip addr add 10.70.0.102/24 dev eth0");

        var result = await _node.AddAsync(_node.NewContainer(), "\"detectConflicts\": true, \"timeout\": 60");

        Assert.Equal(IPAddress.Parse("10.70.0.101"), result.Ips[0].Address.Address);
        Assert.NotEqual("", server.Output);
    }

    [Fact]
    public async Task Provided_OptionsAndClientId_ReachTheServer()
    {
        var server = _node.Dnsmasq();
        await _node.AddAsync(
            _node.NewContainer(),
            """
            "request": [ { "option": "ntp-servers" } ],
            "provide": [ { "option": "vendor-class-identifier", "value": "cni" }, { "option": "user-class", "fromArg": "CLASS" } ]
            """,
            args: "IgnoreUnknown=1;CLASS=gold;K8S_POD_NAME=web-0");

        server.WaitFor("vendor class: cni");
        server.WaitFor("client provides name: web-0");
        // The reference plugin's client identifier: a zero, then c1/lan/eth0.
        await DhcpNode.WaitForAsync(() => server.Leases.Contains("00:63:31:2f:6c:61:6e:2f:65:74:68:30", StringComparison.Ordinal), "the lease file");
    }

    [Fact]
    public async Task ClasslessRoutes_TakeThePlaceOfTheRouter()
    {
        _node.Dnsmasq("--dhcp-option=3,10.70.0.1", "--dhcp-option=121,10.99.0.0/16,10.70.0.2,10.98.0.0/16,0.0.0.0");

        var result = await _node.AddAsync(_node.NewContainer());

        Assert.Equal(["10.99.0.0/16", "10.98.0.0/16"], result.Routes.Select(r => r.Destination.ToString()));
        Assert.Equal(253, result.Routes[1].Scope);
        Assert.Null(result.Ips[0].Gateway);
    }

    [Fact]
    public async Task Gc_ReleasesWhatIsNotInTheList()
    {
        var server = _node.Dnsmasq();
        await _node.AttachAsync(_node.NewContainer("c1"), id: "c1");
        await _node.AttachAsync(_node.NewContainer("c2"), id: "c2");
        var call = new CniContext
        {
            Verb = CniVerb.Gc,
            Config = DhcpNode.Parse(""),
            HostNetns = _node.Host.Namespace.Handle,
            ValidAttachments = [new Attachment("lan", "c2", "eth0")],
            Ipam = CniChain.Plugins.Tests.Ipam.NoIpam.Instance,
            Log = _node.Resident,
            StateDirectory = _node.Folder,
            DataDirectory = _node.Data,
        };

        await _node.Plugin.GcAsync(call, default);

        server.WaitFor("DHCPRELEASE");
        Assert.Equal("c2", Assert.Single(_node.Leases).Attachment.ContainerId);
    }

    [Fact]
    public async Task Status_SaysWhetherLeasesCanBeKept()
    {
        await _node.Plugin.StatusAsync(_node.Call(CniVerb.Status, null, ""), default);

        File.SetUnixFileMode(_node.Data, (UnixFileMode)0b111_111_111);
        var error = await Assert.ThrowsAsync<CniException>(() => _node.Plugin.StatusAsync(_node.Call(CniVerb.Status, null, ""), default));
        Assert.Equal(CniErrorCode.PluginNotAvailable, error.Code);
    }

    [Fact]
    public async Task Check_WithoutALease_FailsAndAsksForNone()
    {
        var server = _node.Dnsmasq();

        await Assert.ThrowsAsync<CniException>(() => _node.CheckAsync(_node.NewContainer(), null));

        Assert.DoesNotContain("DHCPDISCOVER", server.Output, StringComparison.Ordinal);
    }
}
