using System.Net;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeAddTests
{
    private const string Gateway = "\"isDefaultGateway\": true, \"ipam\": {\"type\": \"fake\"}";

    [Fact]
    public async Task Add_DualStackGateway_ConnectsContainers()
    {
        using var node = BridgeNode.Create();
        var (c1, c2) = (node.NewContainer(), node.NewContainer());

        await node.AddAsync(c1, Gateway, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"), "c1");
        await node.AddAsync(c2, Gateway, FakeIpam.Giving("10.88.0.3/24", "fd00:88::3/64"), "c2");

        foreach (var target in new[] { "10.88.0.1", "10.88.0.2", "fd00:88::1", "fd00:88::2" })
        {
            c2.Exec($"ping -c 1 -w 30 {target}");
        }

        node.Host.Exec("ping -c 1 -w 30 10.88.0.3");
        node.Host.Exec("ping -c 1 -w 30 fd00:88::3");
    }

    [Fact]
    public async Task Add_DefaultGateway_GivesTheResultOfTheReference()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        var result = await node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"));

        Assert.Equal(3, result.Interfaces.Count);
        var (bridge, port, end) = (result.Interfaces[0], result.Interfaces[1], result.Interfaces[2]);
        Assert.Equal(("cni0", null), (bridge.Name, bridge.Sandbox));
        Assert.Matches(@"^veth[0-9a-f]{8}\z", port.Name);
        Assert.Null(port.Sandbox);
        Assert.Equal(("eth0", container.Path), (end.Name, end.Sandbox));
        Assert.Equal(node.HostLink("cni0").GetProperty("address").GetString(), bridge.Mac);
        Assert.Equal(node.HostLink(port.Name).GetProperty("address").GetString(), port.Mac);
        Assert.Equal(container.ExecJson("ip -j link show dev eth0")[0].GetProperty("address").GetString(), end.Mac);
        Assert.All(result.Interfaces, i => Assert.Equal(0, i.Mtu));

        var ip = Assert.Single(result.Ips);
        Assert.Equal(("10.88.0.2/24", "10.88.0.1", 2), (ip.Address.ToString(), ip.Gateway!.ToString(), ip.Interface));
        var route = Assert.Single(result.Routes);
        Assert.Equal(("0.0.0.0/0", "10.88.0.1"), (route.Destination.ToString(), route.Gateway!.ToString()));
    }

    [Fact]
    public async Task Add_IpamThatGivesTheInterfaceAnMtu_StatesThat()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = new FakeIpam { Result = FakeIpam.Giving("10.88.0.2/24").Result, OnAdd = () => container.Exec("ip link set eth0 mtu 1400") };

        var result = await node.AddAsync(container, Gateway, ipam, version: "1.1.0");

        Assert.Equal([1500, 1500, 1400], result.Interfaces.Select(i => i.Mtu));
    }

    [Fact]
    public async Task Add_Version110_StatesTheMtu()
    {
        using var node = BridgeNode.Create();

        var result = await node.AddAsync(
            node.NewContainer(), "\"mtu\": 1400, " + Gateway, FakeIpam.Giving("10.88.0.2/24"), version: "1.1.0");

        Assert.Equal([1400, 1400, 1400], result.Interfaces.Select(i => i.Mtu));
        Assert.Equal(1400, node.HostLink("cni0").GetProperty("mtu").GetInt32());
        Assert.Equal(1400, node.HostLink(result.Interfaces[1].Name).GetProperty("mtu").GetInt32());
    }

    [Fact]
    public async Task Add_Gateway_SetsTheHostUp()
    {
        using var node = BridgeNode.Create();

        var result = await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"));

        var veth = result.Interfaces[1].Name;
        Assert.Equal("0", Sysctl(node.Host, "net.ipv6.conf.cni0.accept_ra"));
        Assert.Equal("0", Sysctl(node.Host, $"net.ipv6.conf.{veth}.accept_ra"));
        Assert.Equal("1", Sysctl(node.Host, "net.ipv4.ip_forward"));
        Assert.Equal("1", Sysctl(node.Host, "net.ipv6.conf.all.forwarding"));
        var port = node.HostLink(veth);
        Assert.Equal("testnet/c1/eth0", port.GetProperty("ifalias").GetString());
        Assert.Equal("cni0", port.GetProperty("master").GetString());
        Assert.Equal("UP", port.GetProperty("operstate").GetString());
        Assert.Equal("cnichain", node.HostLink("cni0").GetProperty("ifalias").GetString());
    }

    [Fact]
    public async Task Add_Container_GetsTheSettingsOfTheReference()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        container.Exec("sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");

        await node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"));

        Assert.Equal("1", Sysctl(container, "net.ipv4.conf.eth0.arp_notify"));
        Assert.Equal("0", Sysctl(container, "net.ipv6.conf.eth0.accept_dad"));
        Assert.Equal("0", Sysctl(container, "net.ipv6.conf.eth0.disable_ipv6"));
        Assert.Equal("1", Sysctl(container, "net.ipv6.conf.eth0.keep_addr_on_down"));
        Assert.Equal("0", Sysctl(container, "net.ipv6.conf.lo.disable_ipv6"));
    }

    [Fact]
    public async Task Add_WithoutDad_HasNoTentativeAddress()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        await node.AddAsync(container, Gateway, FakeIpam.Giving("fd00:88::2/64"));

        Assert.Empty(container.Exec("ip -6 addr show dev eth0 tentative scope global"));
        Assert.Empty(node.Host.Exec("ip -6 addr show dev cni0 tentative scope global"));
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("\"enabledad\": true, ", "1")]
    public async Task Add_FreshBridge_SendsFromItsOwnAddressAtOnceUnlessDadIsAskedFor(string keys, string acceptDad)
    {
        using var node = BridgeNode.Create();

        await node.AddAsync(node.NewContainer(), keys + Gateway, FakeIpam.Giving("fd00:88::2/64"));

        Assert.Equal(acceptDad, Sysctl(node.Host, "net.ipv6.conf.cni0.accept_dad"));
        if (acceptDad == "0")
        {
            // The kernel gives the address when it notices the carrier, mostly within a second; it must never be seen tentative.
            var seen = node.Host.Shell("for i in $(seq 3000); do ip -6 addr show dev cni0 scope link | grep fe80 && break; sleep 0.01; done");
            Assert.Contains("fe80::", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("tentative", seen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Add_BridgeOfSomebodyElse_KeepsItsSettings()
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("ip link add cni0 type bridge");

        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("fd00:88::2/64"));

        Assert.Equal("1", Sysctl(node.Host, "net.ipv6.conf.cni0.accept_dad"));
    }

    [Fact]
    public async Task Add_WithDad_WaitsForItsEnd()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        await node.AddAsync(container, "\"enabledad\": true, " + Gateway, FakeIpam.Giving("fd00:88::2/64"));

        Assert.Equal("1", Sysctl(container, "net.ipv6.conf.eth0.accept_dad"));
        Assert.Empty(container.Exec("ip -6 addr show dev eth0 tentative"));
        Assert.DoesNotContain("nodad", container.Exec("ip -6 addr show dev eth0 scope global"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WithDadAndADuplicate_IsRefused()
    {
        using var node = BridgeNode.Create();
        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("fd00:88::2/64"), "c1");

        var e = await Assert.ThrowsAsync<CniException>(
            () => node.AddAsync(node.NewContainer(), "\"enabledad\": true, " + Gateway, FakeIpam.Giving("fd00:88::2/64"), "c2"));

        Assert.Equal(CniErrorCode.TryAgainLater, e.Code);
        Assert.Contains("fd00:88::2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_Routes_HaveMtuAdvmssPriorityTableAndScope()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64").WithRoutes(
            Route("192.0.2.0/24") with { Mtu = 1300, AdvMss = 1200, Priority = 77 },
            Route("198.51.100.0/24") with { Table = 1234, Gateway = IPAddress.Parse("10.88.0.9") },
            Route("2001:db8::/32") with { Mtu = 1290 },
            Route("203.0.113.0/24") with { Scope = 253, Gateway = null });

        await node.AddAsync(container, "\"ipam\": {\"type\": \"fake\"}", ipam);

        var main = container.ExecJson("ip -j -d route").EnumerateArray().ToList();
        var first = main.Single(r => r.GetProperty("dst").GetString() == "192.0.2.0/24");
        Assert.Equal(77, first.GetProperty("metric").GetInt32());
        Assert.Equal(1300, first.GetProperty("metrics")[0].GetProperty("mtu").GetInt32());
        Assert.Equal(1200, first.GetProperty("metrics")[0].GetProperty("advmss").GetInt32());
        Assert.Equal("link", main.Single(r => r.GetProperty("dst").GetString() == "203.0.113.0/24").GetProperty("scope").GetString());
        Assert.Equal("10.88.0.9", container.ExecJson("ip -j route show table 1234")[0].GetProperty("gateway").GetString());
        Assert.Equal(1290, container.ExecJson("ip -6 -j route show 2001:db8::/32")[0].GetProperty("metrics")[0].GetProperty("mtu").GetInt32());
    }

    [Fact]
    public async Task Add_HairpinAndIsolation_AreSetOnThePort()
    {
        using var node = BridgeNode.Create();

        var result = await node.AddAsync(
            node.NewContainer(), "\"hairpinMode\": true, \"portIsolation\": true, " + Gateway, FakeIpam.Giving("10.88.0.2/24"));

        var data = node.HostLink(result.Interfaces[1].Name).GetProperty("linkinfo").GetProperty("info_slave_data");
        Assert.True(data.GetProperty("hairpin").GetBoolean());
        Assert.True(data.GetProperty("isolated").GetBoolean());
    }

    [Fact]
    public async Task Add_PortIsolation_KeepsContainersApart()
    {
        using var node = BridgeNode.Create();
        var (c1, c2) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(c1, "\"portIsolation\": true, " + Gateway, FakeIpam.Giving("10.88.0.2/24"), "c1");
        await node.AddAsync(c2, "\"portIsolation\": true, " + Gateway, FakeIpam.Giving("10.88.0.3/24"), "c2");

        Assert.NotEqual(0, c1.TryExec("ping -c 1 -W 1 10.88.0.3").ExitCode);
        c1.Exec("ping -c 1 -w 30 10.88.0.1");
    }

    [Fact]
    public async Task Add_PromiscMode_SetsTheBridge()
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("ip link add cni0 type bridge");

        await node.AddAsync(node.NewContainer(), "\"promiscMode\": true", FakeIpam.None());

        var flags = node.HostLink("cni0").GetProperty("flags").EnumerateArray().Select(f => f.GetString()).ToList();
        Assert.Contains("PROMISC", flags);
        Assert.Contains("UP", flags);
    }

    [Fact]
    public async Task Add_MacFromArgs_IsTheContainers()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        var result = await node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"), args: "MAC=02:11:22:33:44:55");

        Assert.Equal("02:11:22:33:44:55", result.Interfaces[2].Mac);
        Assert.Equal("02:11:22:33:44:55", container.ExecJson("ip -j link show dev eth0")[0].GetProperty("address").GetString());
    }

    [Fact]
    public async Task Add_CniArgsOfNobody_AreCode4UnlessIgnored()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        var error = await Assert.ThrowsAsync<CniException>(
            () => node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"), args: "MAC=02:11:22:33:44:55;FOO=1"));

        Assert.Equal(CniErrorCode.InvalidEnvironment, error.Code);
        Assert.Contains("FOO", error.Message, StringComparison.Ordinal);
        await node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"), args: "IgnoreUnknown=1;FOO=1");
    }

    [Fact]
    public async Task Add_WithoutIpam_IsLayer2Only()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        var result = await node.AddAsync(container, "\"isGateway\": true", FakeIpam.None());

        Assert.Empty(result.Ips);
        Assert.Equal("UP", container.ExecJson("ip -j link show dev eth0")[0].GetProperty("operstate").GetString());
    }

    [Fact]
    public async Task Add_DisableContainerInterface_LeavesItDown()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();

        await node.AddAsync(container, "\"disableContainerInterface\": true", FakeIpam.None());

        Assert.Equal("DOWN", container.ExecJson("ip -j link show dev eth0")[0].GetProperty("operstate").GetString());
    }

    [Fact]
    public async Task Add_Dns_ReplacesIpamsOnlyWhenGiven()
    {
        using var node = BridgeNode.Create();
        var given = FakeIpam.Giving("10.88.0.2/24");
        var ipam = new FakeIpam { Result = given.Result! with { Dns = new CniDns { Nameservers = ["10.0.0.53"], Domain = "ipam" } } };

        var kept = await node.AddAsync(node.NewContainer(), "\"dns\": {}, " + Gateway, ipam, "c1");
        var replaced = await node.AddAsync(node.NewContainer(), "\"dns\": {\"search\": [\"x\"]}, " + Gateway, ipam, "c2");

        Assert.Equal("ipam", kept.Dns.Domain);
        Assert.Equal(["x"], replaced.Dns.Search);
        Assert.Empty(replaced.Dns.Nameservers);
    }

    [Fact]
    public async Task Add_ReturnedSoon_NotAfterASecondsWaitForCarrier()
    {
        // In fresh namespaces both ends of the veth often have one index, which makes the kernel put carrier events off.
        using var node = BridgeNode.Create();
        var config = Gateway;
        await node.AddAsync(node.NewContainer(), config, FakeIpam.Giving("10.88.0.2/24"), "warm");
        var fastest = TimeSpan.MaxValue;

        // The fastest: a busy machine makes any of them slow, and the wait would make all.
        for (var i = 0; i < 10; i++)
        {
            var container = node.NewContainer();
            var started = TimeProvider.System.GetTimestamp();
            await node.AddAsync(container, config, FakeIpam.Giving($"10.88.0.{i + 3}/24"), $"c{i}");
            var took = TimeProvider.System.GetElapsedTime(started);
            fastest = took < fastest ? took : fastest;
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    private static string Sysctl(TestNamespace ns, string key) => ns.Exec($"sysctl -n {key}").Trim();

    private static CniRoute Route(string destination)
    {
        Assert.True(IpPrefix.TryParse(destination, out var prefix));
        return new CniRoute { Destination = prefix };
    }
}
