namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeCheckTests
{
    private const string Keys =
        "\"isDefaultGateway\": true, \"hairpinMode\": true, \"mtu\": 1400, \"ipMasq\": true, \"macspoofchk\": true, \"ipam\": {\"type\": \"fake\"}";

    private static readonly string[] s_addresses = ["10.88.0.2/24", "fd00:88::2/64"];

    [Fact]
    public async Task Check_NothingChanged_Passes()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving(s_addresses);
        var result = await node.AddAsync(container, Keys, ipam);

        await node.CheckAsync(container, Keys, ipam, result);

        Assert.Equal(1, ipam.Checks);
    }

    [Theory]
    [InlineData(true, "ip link set VETH nomaster", "not attached")]
    [InlineData(true, "ip link set VETH type bridge_slave hairpin off", "hairpin")]
    [InlineData(true, "ip link set VETH type bridge_slave isolated on", "isolated")]
    [InlineData(true, "ip link set VETH mtu 1399", "MTU")]
    [InlineData(true, "ip link set VETH alias somebody", "alias")]
    [InlineData(true, "ip link set VETH address 02:00:00:00:00:99", "02:00:00:00:00:99")]
    [InlineData(true, "ip link set VETH down", "Down")]
    [InlineData(true, "ip link set cni0 down", "\"cni0\" is down")]
    [InlineData(true, "ip link set cni0 address 02:00:00:00:00:98", "02:00:00:00:00:98")]
    [InlineData(true, "ip link del cni0", "\"cni0\" is gone")]
    [InlineData(true, "ip addr del 10.88.0.1/24 dev cni0", "10.88.0.1/24")]
    [InlineData(true, "sysctl -qw net.ipv4.ip_forward=0", "ip_forward")]
    [InlineData(true, "nft delete element inet cnichain_masq leaves-10.88.0.0-24 { 10.88.0.2 }", "10.88.0.2")]
    [InlineData(true, "nft flush chain inet cnichain_masq leaves-10.88.0.0-24", "leaves-10.88.0.0-24")]
    [InlineData(true, "nft delete table inet cnichain_masq", "masquerad")]
    [InlineData(true, "nft delete table bridge cnichain_spoof", "spoof")]
    [InlineData(true, "nft flush chain bridge cnichain_spoof prerouting", "spoof")]
    [InlineData(true, "nft flush set bridge cnichain_spoof guarded", "spoof")]
    [InlineData(false, "ip link del eth0", "\"eth0\" is gone")]
    [InlineData(false, "ip link set eth0 down", "is down")]
    [InlineData(false, "ip link set eth0 address 02:00:00:00:00:97", "02:00:00:00:00:97")]
    [InlineData(false, "ip addr del 10.88.0.2/24 dev eth0", "10.88.0.2/24")]
    [InlineData(false, "ip addr del fd00:88::2/64 dev eth0", "fd00:88::2/64")]
    [InlineData(false, "ip -4 route del default", "0.0.0.0/0")]
    [InlineData(false, "ip -6 route del default", "::/0")]
    [InlineData(false, "ip route del 10.88.0.0/24 dev eth0", "10.88.0.0/24 over \"eth0\"")]
    [InlineData(false, "ip route del fd00:88::/64 dev eth0", "fd00:88::/64 over \"eth0\"")]
    public async Task Check_SomethingChanged_NamesIt(bool onHost, string command, string expected)
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving(s_addresses);
        var result = await node.AddAsync(container, Keys, ipam);
        (onHost ? node.Host : container).Exec(command.Replace("VETH", result.Interfaces[1].Name, StringComparison.Ordinal));

        var e = await Assert.ThrowsAsync<CniException>(() => node.CheckAsync(container, Keys, ipam, result));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, ipam.Checks);
    }

    [Fact]
    public async Task Check_LaterPluginAddedItsOwn_Passes()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving(s_addresses);
        var result = await node.AddAsync(container, Keys, ipam);
        var final = result with
        {
            Interfaces = [.. result.Interfaces, new CniInterface { Name = "ifb0" }, new CniInterface { Name = "eth1", Sandbox = container.Path }],
            Ips = [.. result.Ips, result.Ips[0] with { Interface = 4, Address = new IpPrefix(System.Net.IPAddress.Parse("192.0.2.9"), 24) }],
        };

        await node.CheckAsync(container, Keys, ipam, final);
    }

    [Fact]
    public async Task Check_LaterPluginMovedTheRoutes_Passes()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving(s_addresses);
        var result = await node.AddAsync(container, Keys, ipam);
        container.Shell("""
            ip route add 10.88.0.0/24 dev eth0 table 100; ip route add default via 10.88.0.1 dev eth0 table 100
            ip route del 10.88.0.0/24 dev eth0; ip route flush default
            """);

        await node.CheckAsync(container, Keys, ipam, result);
    }

    [Fact]
    public async Task Check_NoPrevResult_IsRefused()
    {
        using var node = BridgeNode.Create();
        var call = node.Call(CniVerb.Check, node.NewContainer(), Keys, FakeIpam.Giving(s_addresses));

        var e = await Assert.ThrowsAsync<CniException>(() => node.Plugin.CheckAsync(call, TestContext.Current.CancellationToken));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains("prevResult", e.Message, StringComparison.Ordinal);
    }
}
