using CniChain.Plugins.Tests.Bridge;

namespace CniChain.Plugins.Tests.Macvlan;

public sealed class MacvlanAddTests
{
    private static FakeIpam Five => FakeIpam.Giving("10.9.0.5/24 via 10.9.0.2").WithRoutes(new CniRoute { Destination = Prefix("0.0.0.0/0") });

    [Fact]
    public async Task Add_NoKeys_StandsOnTheDefaultRoutesLinkInBridgeMode()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();

        var result = await node.AddAsync(container, "", Five, version: "1.1.0");

        var link = MacvlanNode.Eth0(container);
        var info = link.GetProperty("linkinfo");
        Assert.Equal("macvlan", info.GetProperty("info_kind").GetString());
        Assert.Equal("bridge", info.GetProperty("info_data").GetProperty("mode").GetString());
        Assert.Equal($"{node.Network}/c1/eth0", link.GetProperty("ifalias").GetString());
        Assert.Equal("default", link.GetProperty("group").GetString());
        Assert.Contains("UP", link.GetProperty("flags").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(node.Host.ExecJson("ip -j link show up0")[0].GetProperty("ifindex").GetInt32(), link.GetProperty("link_index").GetInt32());
        var stated = Assert.Single(result.Interfaces);
        Assert.Equal(("eth0", link.GetProperty("address").GetString(), container.Path, 1500), (stated.Name, stated.Mac, stated.Sandbox, stated.Mtu));
        Assert.Equal(0, Assert.Single(result.Ips).Interface);
        Assert.Contains("10.9.0.5/24", container.Exec("ip -br addr show eth0"), StringComparison.Ordinal);
        Assert.Contains("default via 10.9.0.2 dev eth0", container.Exec("ip route"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("private")]
    [InlineData("vepa")]
    [InlineData("passthru")]
    public async Task Add_Mode_IsTheLinks(string mode)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();

        var result = await node.AddAsync(container, $"\"master\": \"up0\", \"mode\": \"{mode}\", \"mtu\": 1400, \"bcqueuelen\": 77", FakeIpam.None());

        var link = MacvlanNode.Eth0(container);
        Assert.Equal(mode, link.GetProperty("linkinfo").GetProperty("info_data").GetProperty("mode").GetString());
        Assert.Equal(77, link.GetProperty("linkinfo").GetProperty("info_data").GetProperty("bcqueuelen").GetInt32());
        Assert.Equal(1400, link.GetProperty("mtu").GetInt32());
        Assert.Equal(link.GetProperty("address").GetString(), result.Interfaces[0].Mac);
        Assert.Empty(result.Ips);
    }

    [Theory]
    [InlineData("\"mac\": \"02:00:00:00:00:01\"", "", "02:00:00:00:00:01")]
    [InlineData("\"mac\": \"02:00:00:00:00:01\"", "IgnoreUnknown=1;MAC=02:00:00:00:00:02", "02:00:00:00:00:02")]
    [InlineData("\"mac\": \"02:00:00:00:00:01\", \"runtimeConfig\": {\"mac\": \"02:00:00:00:00:03\"}", "MAC=02:00:00:00:00:02", "02:00:00:00:00:03")]
    public async Task Add_Mac_IsTheMostSpecific(string keys, string args, string expected)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();

        var result = await node.AddAsync(container, keys, FakeIpam.None(), args);

        Assert.Equal(expected, MacvlanNode.Eth0(container).GetProperty("address").GetString());
        Assert.Equal(expected, result.Interfaces[0].Mac);
    }

    [Fact]
    public async Task Add_LinkInContainer_StandsOnTheContainersLink()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        container.Shell("ip link add inner type veth peer name innerpeer; ip link set inner up");

        await node.AddAsync(container, "\"master\": \"inner\", \"linkInContainer\": true", FakeIpam.None());

        Assert.Equal("inner", MacvlanNode.Eth0(container).GetProperty("link").GetString());
    }

    [Theory]
    [InlineData("\"master\": \"none0\"", "\"master\" is \"none0\", which the host does not have")]
    [InlineData("\"master\": \"up0\", \"linkInContainer\": true", "which the container does not have")]
    [InlineData("\"linkInContainer\": true", "the container has no default route")]
    [InlineData("\"mtu\": 1501", "\"mtu\" is 1501, more than the 1500 of its master \"up0\"")]
    [InlineData("\"mtu\": -1", "\"mtu\" is -1")]
    [InlineData("\"mode\": \"vlan\"", "\"mode\" is \"vlan\"; give bridge, private, vepa or passthru")]
    [InlineData("\"mode\": \"passthru\", \"mac\": \"02:00:00:00:00:01\"", "its master's MAC")]
    [InlineData("\"mac\": \"01:00:00:00:00:01\"", "which no interface can have")]
    [InlineData("\"bcqueuelen\": 4294967296", "\"bcqueuelen\" is 4294967296")]
    [InlineData("\"master\": \"a/b\", \"mode\": 7", "\"mode\" is 7")]
    public async Task Add_NotPossible_SaysWhichKeyAndMakesNothing(string keys, string expected)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();

        var failure = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, keys, Five));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal("", MacvlanNode.Links(container));
    }

    [Fact]
    public async Task Add_PassthruTwice_SaysThatTheMasterIsTaken()
    {
        using var node = MacvlanNode.Create();
        await node.AddAsync(node.NewContainer(), "\"mode\": \"passthru\"", FakeIpam.None());

        var failure = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(node.NewContainer(), "", FakeIpam.None()));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, failure.Code);
        Assert.Contains("passthru", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_IpamIsAsked_ThroughALinkThatIsUp()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var seen = "";
        var ipam = new AskingIpam(Five, () => seen = container.Exec("ip -br link show eth0"));

        await node.AddAsync(container, "", ipam);

        Assert.Contains("UP", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_DualStack_PacketsFlowOutsideAndBetweenContainers()
    {
        using var node = MacvlanNode.Create();
        var (one, two) = (node.NewContainer(), node.NewContainer());
        one.Exec("sysctl -qw net.ipv6.conf.all.disable_ipv6=1");

        await node.AddAsync(one, "", FakeIpam.Giving("10.9.0.5/24 via 10.9.0.2", "fd09::5/64 via fd09::2"));
        await node.AddAsync(two, "", FakeIpam.Giving("10.9.0.6/24", "fd09::6/64"));

        foreach (var target in new[] { "10.9.0.2", "10.9.0.6", "fd09::2", "fd09::6" })
        {
            one.Exec($"ping -n -c 1 -w 10 {target}");
        }
    }

    [Fact]
    public async Task Add_PrivateMode_SiblingsDoNotReachEachOther()
    {
        using var node = MacvlanNode.Create();
        var (one, two) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(one, "\"mode\": \"private\"", FakeIpam.Giving("10.9.0.5/24"));
        await node.AddAsync(two, "\"mode\": \"private\"", FakeIpam.Giving("10.9.0.6/24"));

        one.Exec("ping -n -c 1 -w 10 10.9.0.2");
        Assert.NotEqual(0, one.TryExec("ping -n -c 1 -W 1 10.9.0.6").ExitCode);
    }

    [Fact]
    public async Task Add_AddressHadAnotherMac_NeighboursLearnTheNewOne()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        node.Outside.Shell("""
            sysctl -qw net.ipv4.neigh.e0.locktime=0
            ip neigh replace 10.9.0.5 lladdr 02:aa:aa:aa:aa:aa dev e0 nud stale
            ip neigh replace fd09::5 lladdr 02:aa:aa:aa:aa:aa dev e0 nud stale
            """);

        var result = await node.AddAsync(container, "", FakeIpam.Giving("10.9.0.5/24", "fd09::5/64"));

        for (var attempt = 0; attempt < 600 && node.Outside.Exec("ip neigh").Contains("02:aa:", StringComparison.Ordinal); attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var neighbours = node.Outside.Exec("ip neigh");
        Assert.Contains($"10.9.0.5 dev e0 lladdr {result.Interfaces[0].Mac}", neighbours, StringComparison.Ordinal);
        Assert.Contains($"fd09::5 dev e0 lladdr {result.Interfaces[0].Mac}", neighbours, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_AddressIsSomebodyElses_IsTryAgainLater()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();

        var failure = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, "", FakeIpam.Giving("fd09::2/64")));

        Assert.Equal(CniErrorCode.TryAgainLater, failure.Code);
        Assert.Contains("somebody else on the link has fd09::2", failure.Message, StringComparison.Ordinal);
    }

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException(text);

    private sealed class AskingIpam(FakeIpam inner, Action onAdd) : IIpam
    {
        public bool IsConfigured => true;

        public Task<CniResult> AddAsync(CancellationToken cancellationToken)
        {
            onAdd();
            return inner.AddAsync(cancellationToken);
        }

        public Task DelAsync(CancellationToken cancellationToken) => inner.DelAsync(cancellationToken);

        public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

        public Task StatusAsync(CancellationToken cancellationToken) => inner.StatusAsync(cancellationToken);

        public Task GcAsync(CancellationToken cancellationToken) => inner.GcAsync(cancellationToken);
    }
}
