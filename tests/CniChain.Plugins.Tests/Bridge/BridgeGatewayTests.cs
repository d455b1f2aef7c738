namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeGatewayTests
{
    private const string Ipam = "\"ipam\": {\"type\": \"fake\"}";
    private const string Gateway = "\"isGateway\": true, " + Ipam;

    [Fact]
    public async Task Add_MoreContainers_LeaveTheBridgesMacAlone()
    {
        using var node = BridgeNode.Create();
        var macs = new List<string?>();

        for (var i = 0; i < 4; i++)
        {
            var result = await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving($"10.88.0.{i + 2}/24"), $"c{i}");
            macs.Add(result.Interfaces[0].Mac);
        }

        Assert.Single(macs.Distinct());
        Assert.Equal(macs[0], node.HostLink("cni0").GetProperty("address").GetString());
    }

    [Fact]
    public async Task Add_BridgeWithoutAddress_GetsItsMacPinned()
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("ip link add cni0 type bridge");

        var first = await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.2/24"), "c1");
        node.Host.Exec("ip link add name low address 02:00:00:00:00:01 type veth peer name low2");
        node.Host.Exec("ip link set low master cni0");

        Assert.Equal(first.Interfaces[0].Mac, node.HostLink("cni0").GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("10.88.0.2/24", "10.99.0.0/24", "10.55.0.1")]
    [InlineData("fd00:88::2/64", "fd00:99::/64", "fd00:55::1")]
    public async Task Add_RouteWhoseGatewayIsNotOnTheLink_IsAConfigurationErrorThatSaysSo(string address, string destination, string gateway)
    {
        using var node = BridgeNode.Create();
        Assert.True(IpPrefix.TryParse(destination, out var prefix));
        var ipam = FakeIpam.Giving(address).WithRoutes(new CniRoute { Destination = prefix, Gateway = System.Net.IPAddress.Parse(gateway) });

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(node.NewContainer(), Gateway, ipam));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains(gateway, e.Message, StringComparison.Ordinal);
        Assert.Contains("must lie in the subnet", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_BridgeHasAnotherIPv4Address_IsRefused()
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("ip link add cni0 type bridge");
        node.Host.Exec("ip addr add 10.99.0.1/24 dev cni0");

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.2/24")));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains("10.99.0.1/24", e.Message, StringComparison.Ordinal);
        Assert.Contains("10.88.0.1/24", e.Message, StringComparison.Ordinal);
        Assert.Contains("forceAddress", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_ForceAddress_ReplacesIt()
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("ip link add cni0 type bridge");
        node.Host.Exec("ip addr add 10.99.0.1/24 dev cni0");
        node.Host.Exec("ip addr add fd00:88::5/48 dev cni0");
        node.Host.Exec("ip addr add fd00:99::5/48 dev cni0");

        await node.AddAsync(node.NewContainer(), "\"forceAddress\": true, " + Gateway, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"));

        Assert.Equal(["10.88.0.1/24", "fd00:88::1/64", "fd00:99::5/48"], Addresses(node, "cni0"));
    }

    [Fact]
    public async Task Add_SecondIPv6Subnet_IsAddedBesideTheFirst()
    {
        using var node = BridgeNode.Create();

        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("fd00:88::2/64"), "c1");
        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("fd00:99::2/64"), "c2");

        Assert.Equal(["fd00:88::1/64", "fd00:99::1/64"], Addresses(node, "cni0"));
    }

    [Fact]
    public async Task Add_TwoIPv4Ranges_GiveTheBridgeBothGateways()
    {
        using var node = BridgeNode.Create();

        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.2/24", "10.89.0.2/24"), "c1");
        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.3/24", "10.89.0.3/24"), "c2");

        Assert.Equal(["10.88.0.1/24", "10.89.0.1/24"], Addresses(node, "cni0"));
    }

    [Fact]
    public async Task Add_NameBelongsToSomethingElse_IsRefused()
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("ip link add cni0 type veth peer name other");

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.2/24")));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains("veth", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_InterfaceNameIsTaken_LeavesItAlone()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        container.Exec("ip link add eth0 type veth peer name eth9");

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24")));
        await node.DelAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"));

        Assert.Equal(CniErrorCode.InvalidEnvironment, e.Code);
        Assert.Contains("eth0", e.Message, StringComparison.Ordinal);
        container.Exec("ip link show dev eth0");
        Assert.Empty(node.HostLinks());
    }

    [Fact]
    public async Task Add_IpamFails_LeavesNothing()
    {
        using var node = BridgeNode.Create();
        var ipam = new FakeIpam { Failure = new CniException(CniErrorCode.TryAgainLater, "the pool is empty") };
        var container = node.NewContainer();

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, Gateway, ipam));

        Assert.Equal(CniErrorCode.TryAgainLater, e.Code);
        Assert.Empty(node.HostLinks());
        Assert.DoesNotContain("eth0", container.Exec("ip link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_FailsOnASharedBridge_LeavesTheBridge()
    {
        using var node = BridgeNode.Create();
        var ipam = new FakeIpam { Failure = new CniException(CniErrorCode.TryAgainLater, "the pool is empty") };
        await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving("10.88.0.2/24"), "c1");
        var container = node.NewContainer();

        await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, Gateway, ipam, "c2"));
        await node.DelAsync(container, Gateway, ipam, id: "c2");

        Assert.Equal(2, node.HostLinks().Count());
    }

    [Fact]
    public async Task Add_KernelRefusesARoute_SaysWhichAndWhy()
    {
        using var node = BridgeNode.Create();
        Assert.True(IpPrefix.TryParse("192.0.2.0/24", out var unreachable));
        var ipam = FakeIpam.Giving("10.88.0.2/24").WithRoutes(
            new CniRoute { Destination = unreachable, Gateway = System.Net.IPAddress.Parse("172.31.0.1") });

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(node.NewContainer(), Gateway, ipam));

        Assert.Contains("192.0.2.0/24", e.Message, StringComparison.Ordinal);
        Assert.Contains("172.31.0.1", e.Message, StringComparison.Ordinal);
        Assert.Contains("ENETUNREACH", e.Message, StringComparison.Ordinal);
        Assert.Empty(node.HostLinks());
    }

    [Fact]
    public async Task Add_ManyAtOnce_ShareOneBridge()
    {
        using var node = BridgeNode.Create();
        var containers = Enumerable.Range(0, 16).Select(_ => node.NewContainer()).ToList();

        var results = await Task.WhenAll(containers.Select((c, i) => Task.Run(
            () => node.AddAsync(c, Gateway, FakeIpam.Giving($"10.88.0.{i + 2}/24", $"fd00:88::{i + 2:x}/64"), $"c{i}"))));

        Assert.Single(results.Select(r => r.Interfaces[0].Mac).Distinct());
        Assert.Equal(["10.88.0.1/24", "fd00:88::1/64"], Addresses(node, "cni0"));
        containers[0].Exec("ping -c 1 -w 30 10.88.0.17");
        await Task.WhenAll(containers.Select((c, i) => Task.Run(
            () => node.DelAsync(c, Gateway, FakeIpam.Giving("10.88.0.2/24"), results[i], $"c{i}"))));
        Assert.Equal(["cni0"], node.HostLinks());
    }

    [Fact]
    public async Task Add_ManyOfWhichHalfFail_NeverLoseABridge()
    {
        using var node = BridgeNode.Create();
        var failing = new FakeIpam { Failure = new CniException(CniErrorCode.TryAgainLater, "the pool is empty") };
        var containers = Enumerable.Range(0, 16).Select(_ => node.NewContainer()).ToList();

        var results = await Task.WhenAll(containers.Select((c, i) => Task.Run(async () =>
        {
            var add = node.AddAsync(c, Gateway, i % 2 == 0 ? failing : FakeIpam.Giving($"10.88.0.{i + 2}/24"), $"c{i}");
            return i % 2 == 0 ? await Record.ExceptionAsync(() => add) : (object)await add;
        })));

        Assert.All(results.Where((_, i) => i % 2 == 0), e => Assert.Equal(CniErrorCode.TryAgainLater, Assert.IsType<CniException>(e).Code));
        for (var i = 3; i < 16; i += 2)
        {
            containers[1].Exec($"ping -c 1 -w 30 10.88.0.{i + 2}");
        }
    }

    private static IEnumerable<string> Addresses(BridgeNode node, string link) =>
        node.Host.ExecJson($"ip -j addr show dev {link} scope global")[0].GetProperty("addr_info").EnumerateArray()
            .Where(a => a.TryGetProperty("local", out _))
            .Select(a => $"{a.GetProperty("local").GetString()}/{a.GetProperty("prefixlen").GetInt32()}").Order(StringComparer.Ordinal);
}
