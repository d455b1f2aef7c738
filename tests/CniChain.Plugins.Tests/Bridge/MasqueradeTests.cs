using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Route;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class MasqueradeTests
{
    private const string Masq = "\"isDefaultGateway\": true, \"ipMasq\": true, \"ipam\": {\"type\": \"fake\"}";
    private const string NoMasq = "\"isDefaultGateway\": true, \"ipam\": {\"type\": \"fake\"}";

    [Theory]
    [InlineData("192.0.2.9", "192.0.2.1")]
    [InlineData("2001:db8::9", "2001:db8::1")]
    public async Task Add_IpMasq_OutsideSeesTheHostsAddress(string server, string expected)
    {
        using var node = BridgeNode.Create();
        using var outside = ConnectOutside(node);
        var container = node.NewContainer();
        await node.AddAsync(container, Masq, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"));

        Assert.Equal(IPAddress.Parse(expected), PeerSeen(outside, container, IPAddress.Parse(server)));
    }

    [Fact]
    public async Task Add_NoIpMasq_OutsideSeesTheContainersAddress()
    {
        using var node = BridgeNode.Create();
        using var outside = ConnectOutside(node);
        outside.Shell("ip route add 10.88.0.0/24 via 192.0.2.1; ip route add fd00:88::/64 via 2001:db8::1");
        var (masked, plain) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(masked, Masq, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"), "c1");
        await node.AddAsync(plain, NoMasq, FakeIpam.Giving("10.88.0.3/24", "fd00:88::3/64"), "c2");

        Assert.Equal(IPAddress.Parse("10.88.0.3"), PeerSeen(outside, plain, IPAddress.Parse("192.0.2.9")));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), PeerSeen(outside, masked, IPAddress.Parse("192.0.2.9")));
        Assert.Equal(IPAddress.Parse("fd00:88::3"), PeerSeen(outside, plain, IPAddress.Parse("2001:db8::9")));
        Assert.Equal(IPAddress.Parse("2001:db8::1"), PeerSeen(outside, masked, IPAddress.Parse("2001:db8::9")));
    }

    [Fact]
    public async Task Add_IpMasq_WithinTheSubnetNothingIsTranslated()
    {
        using var node = BridgeNode.Create();
        var (c1, c2) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(c1, Masq, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"), "c1");
        await node.AddAsync(c2, Masq, FakeIpam.Giving("10.88.0.3/24", "fd00:88::3/64"), "c2");

        Assert.Equal(IPAddress.Parse("10.88.0.3"), PeerSeen(c1, c2, IPAddress.Parse("10.88.0.2")));
        Assert.Equal(IPAddress.Parse("fd00:88::3"), PeerSeen(c1, c2, IPAddress.Parse("fd00:88::2")));
        Assert.Equal(IPAddress.Parse("10.88.0.3"), PeerSeen(node.Host, c2, IPAddress.Parse("10.88.0.1")));
    }

    [Fact]
    public async Task Add_Ruleset_ReadsAsAPersonWouldHaveWrittenIt()
    {
        using var node = BridgeNode.Create();

        await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"));

        var ruleset = node.Ruleset();
        Assert.Contains("10.88.0.2 comment \"testnet/c1/eth0\"", ruleset, StringComparison.Ordinal);
        Assert.Contains("type nat hook postrouting priority srcnat; policy accept;", ruleset, StringComparison.Ordinal);
        Assert.Contains("ip daddr 10.88.0.0/24 return", ruleset, StringComparison.Ordinal);
        Assert.Contains("ip daddr 224.0.0.0/4 return", ruleset, StringComparison.Ordinal);
        Assert.Contains("ip saddr @leaves-10.88.0.0-24 masquerade", ruleset, StringComparison.Ordinal);
        Assert.Contains("ip6 daddr fd00:88::/64 return", ruleset, StringComparison.Ordinal);
        Assert.Contains("ip6 daddr ff00::/8 return", ruleset, StringComparison.Ordinal);
        Assert.Contains("ip6 saddr @leaves-fd00_88__-64 masquerade", ruleset, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Del_LastContainer_LeavesTheRulesetAsItWas(bool hasResult)
    {
        using var node = BridgeNode.Create();
        node.Host.Exec("nft add table inet cnichain_masq_not_ours");
        var before = node.Ruleset();
        var ipam = FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64");
        var result = await node.AddAsync(node.NewContainer(), Masq, ipam);
        Assert.NotEqual(before, node.Ruleset());

        await node.DelAsync(null, Masq, ipam, hasResult ? result : null);
        await node.DelAsync(null, Masq, ipam, hasResult ? result : null);

        Assert.Equal(before, node.Ruleset());
    }

    [Fact]
    public async Task Del_OneOfTwoSubnets_RemovesItsRulesOnly()
    {
        using var node = BridgeNode.Create();
        var one = await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.2/24"), "c1");
        await node.AddAsync(node.NewContainer(), "\"bridge\": \"br1\", " + Masq, FakeIpam.Giving("10.99.0.2/24"), "c2");

        await node.DelAsync(null, Masq, FakeIpam.Giving("10.88.0.2/24"), one, "c1");

        Assert.DoesNotContain("10.88.0", node.Ruleset(), StringComparison.Ordinal);
        Assert.Contains("10.99.0.2 comment \"testnet/c2/eth0\"", node.Ruleset(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Del_AddressIsAnotherOwnersByNow_LeavesIt()
    {
        using var node = BridgeNode.Create();
        var old = await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.2/24"), "old");
        await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.2/24"), "new");
        Assert.Contains(node.Log.Lines, l => l.Contains("testnet/old/eth0", StringComparison.Ordinal));

        await node.DelAsync(null, Masq, FakeIpam.Giving("10.88.0.2/24"), old, "old");

        Assert.Contains("10.88.0.2 comment \"testnet/new/eth0\"", node.Ruleset(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_TableWasFlushed_PutsTheRulesBack()
    {
        using var node = BridgeNode.Create();
        await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.2/24"), "c1");
        var before = node.Ruleset();
        node.Host.Exec("nft flush table inet cnichain_masq");

        await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.3/24"), "c2");

        Assert.Equal(before.Split('\n').Where(l => !l.Contains("elements", StringComparison.Ordinal) && l.Contains("10.88.0.", StringComparison.Ordinal)).Except(["\t\t\t     10.88.0.3 comment \"testnet/c2/eth0\" }"]),
            node.Ruleset().Split('\n').Where(l => !l.Contains("comment", StringComparison.Ordinal) && l.Contains("10.88.0.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Gc_RemovesStaleElementsAndEmptyRules()
    {
        using var node = BridgeNode.Create();
        await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64"), "c1");
        await node.AddAsync(node.NewContainer(), Masq, FakeIpam.Giving("10.88.0.3/24"), "c2");

        await node.GcAsync(Masq, FakeIpam.Giving("10.88.0.3/24"), new Attachment("testnet", "c2", "eth0"));

        Assert.Contains("10.88.0.3 comment", node.Ruleset(), StringComparison.Ordinal);
        Assert.DoesNotContain("c1", node.Ruleset(), StringComparison.Ordinal);
        Assert.DoesNotContain("fd00", node.Ruleset(), StringComparison.Ordinal);
        await node.GcAsync(Masq, FakeIpam.None());
        Assert.Empty(node.Ruleset());
    }

    [Fact]
    public async Task AddAndDel_ManyAtOnce_NeverLoseAnElementOrARule()
    {
        using var node = BridgeNode.Create();

        // Three subnets, each used by few at a time: so rules come and go all the while.
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() =>
        {
            using var host = NetworkSide.Open(node.Host.Namespace.Handle);
            var attachment = new Attachment("testnet", $"c{i}", "eth0");
            var ips = new[] { Ip($"10.{i % 3}.0.{i + 2}/24"), Ip($"fd00:{i % 3}::{i + 2:x}/64") };
            for (var round = 0; round < 25; round++)
            {
                Masquerade.Add(host, ips, attachment, node.Log);
                var problems = new List<string>();
                Masquerade.Check(host, ips, attachment, problems);
                Assert.Empty(problems);
                Masquerade.RemoveAllUnused(host, Masquerade.Remove(host, round % 2 == 0 ? ips : null, attachment));
            }
        })));

        Assert.Empty(node.Log.Lines);
        Assert.Empty(node.Ruleset());
    }

    [Fact]
    public async Task Add_BeforeAPluginThatJoins_LeavesTheElementToIt()
    {
        using var node = BridgeNode.Create();
        var first = await AddAndLeaveAsync(node, "10.88.0.2/16", "c1");
        Assert.Empty(first);
        Assert.Contains("10.88.0.2 comment \"testnet/c1/eth0\"", node.Ruleset(), StringComparison.Ordinal);

        var left = Assert.Single(await AddAndLeaveAsync(node, "10.88.0.3/16", "c2"));

        Assert.Equal("add element inet cnichain_masq leaves-10.88.0.0-16 10.88.0.3", Assert.Single(left.Messages).Operation);
        Assert.DoesNotContain("c2", node.Ruleset(), StringComparison.Ordinal);
        left.CarryOut();
        Assert.True(left.AreMade);
        Assert.Contains("10.88.0.3 comment \"testnet/c2/eth0\"", node.Ruleset(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeftElement_WhoseSubnetHasGoneMeanwhile_IsPutInWithTheRules()
    {
        using var node = BridgeNode.Create();
        await AddAndLeaveAsync(node, "10.88.0.2/16", "c1");
        var rules = node.Ruleset();
        var left = Assert.Single(await AddAndLeaveAsync(node, "10.88.0.3/16", "c2"));
        await node.DelAsync(null, Masq, FakeIpam.Giving("10.88.0.2/16"), id: "c1");
        Assert.Empty(node.Ruleset());

        left.CarryOut();

        Assert.Equal(rules.Replace("10.88.0.2", "10.88.0.3", StringComparison.Ordinal).Replace("c1", "c2", StringComparison.Ordinal), node.Ruleset());
    }

    [Fact]
    public async Task Add_ThatReplacesADeadAttachmentsElement_LeavesNothing()
    {
        using var node = BridgeNode.Create();
        await AddAndLeaveAsync(node, "10.88.0.2/16", "c1");

        Assert.Empty(await AddAndLeaveAsync(node, "10.88.0.2/16", "c2"));

        Assert.Contains("10.88.0.2 comment \"testnet/c2/eth0\"", node.Ruleset(), StringComparison.Ordinal);
        Assert.Contains("which is gone; replaced", Assert.Single(node.Log.Lines), StringComparison.Ordinal);
    }

    private static async Task<List<PendingRules>> AddAndLeaveAsync(BridgeNode node, string address, string id)
    {
        var left = new List<PendingRules>();
        var call = node.Call(CniVerb.Add, node.NewContainer(), Masq, FakeIpam.Giving(address), id, leaveRules: left.Add);
        await node.Plugin.AddAsync(call, TestContext.Current.CancellationToken);
        return left;
    }

    private static CniIp Ip(string text)
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        return new CniIp { Address = prefix };
    }

    /// <summary>Another machine, 192.0.2.9 and 2001:db8::9, that knows no way back to the containers.</summary>
    private static TestNamespace ConnectOutside(BridgeNode node)
    {
        var outside = TestNamespace.Create();
        using (var route = RouteSocket.Open(node.Host.Namespace))
        {
            route.Execute(LinkRequest.CreateVeth(new VethOptions
            {
                Name = "uplink",
                Up = true,
                Peer = new VethPeer { Name = "eth0", Namespace = outside.Namespace },
            }));
        }

        outside.Exec("ip link set eth0 up");
        outside.Exec("ip addr add 192.0.2.9/24 dev eth0");
        outside.Exec("ip addr add 2001:db8::9/64 dev eth0 nodad");
        node.Host.Exec("ip addr add 192.0.2.1/24 dev uplink");
        node.Host.Exec("ip addr add 2001:db8::1/64 dev uplink nodad");
        return outside;
    }

    /// <summary>The client's address as a server sees it.</summary>
    private static IPAddress PeerSeen(TestNamespace server, TestNamespace client, IPAddress address)
    {
        using var listener = server.Namespace.Run(() =>
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 8080));
            socket.Listen();
            return socket;
        });
        using var connection = client.Namespace.Run(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        connection.ConnectAsync(address, 8080, patience.Token).AsTask().GetAwaiter().GetResult();
        using var accepted = listener.Accept();
        return ((IPEndPoint)accepted.RemoteEndPoint!).Address;
    }
}
