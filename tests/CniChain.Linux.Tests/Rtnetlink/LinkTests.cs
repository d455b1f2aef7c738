using System.Text.Json;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Rtnetlink;

public sealed class LinkTests
{
    [Fact]
    public void CreateLink_ReturnsTheLinkOrTheRefusal()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var request = LinkRequest.CreateVeth(new VethOptions
        {
            Name = "v0",
            Mtu = 1400,
            Up = true,
            Peer = new VethPeer { Name = "eth0", Namespace = container.Namespace },
        });

        var link = socket.CreateLink(request, "v0");

        var seen = socket.GetLink("v0");
        Assert.Equal((seen.Index, seen.PeerIndex, seen.Mac, 1400, "veth"), (link.Index, link.PeerIndex, link.Mac, link.Mtu, link.Kind));
        Assert.Equal("EEXIST", Assert.Throws<NetlinkException>(() => socket.CreateLink(request, "v0")).ErrnoName);
    }

    [Fact]
    public void CreateVeth_EveryOption_OneMessageDoesItAll()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var bridge = CreateBridge(socket, "br0");

        socket.Execute(LinkRequest.CreateVeth(new VethOptions
        {
            Name = "veth1",
            Mtu = 1400,
            Mac = MacAddress.Parse("0a:58:0a:00:00:01"),
            Master = bridge.Index,
            Up = true,
            Group = 77,
            Peer = new VethPeer
            {
                Name = "eth0",
                Mtu = 1400,
                Mac = MacAddress.Parse("0a:58:0a:00:00:02"),
                Namespace = container.Namespace,
            },
        }));

        var near = host.ExecJson("ip -j -d link show veth1")[0];
        Assert.Equal("0a:58:0a:00:00:01", near.GetProperty("address").GetString());
        Assert.Equal(1400, near.GetProperty("mtu").GetInt32());
        Assert.Equal("br0", near.GetProperty("master").GetString());
        Assert.Equal("77", near.GetProperty("group").GetString());
        Assert.Equal("veth", near.GetProperty("linkinfo").GetProperty("info_kind").GetString());
        Assert.Contains("UP", Flags(near));
        var far = container.ExecJson("ip -j -d link show eth0")[0];
        Assert.Equal("0a:58:0a:00:00:02", far.GetProperty("address").GetString());
        Assert.Equal(1400, far.GetProperty("mtu").GetInt32());
    }

    [Fact]
    public void GetLink_Veth_HasEverythingTheKernelSays()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        using var inside = RouteSocket.Open(container.Namespace);
        var bridge = CreateBridge(socket, "br0");
        var veth = CreatePort(socket, bridge, "veth1", container);
        socket.Execute(LinkRequest.Change(veth.Index, new LinkChange { Alias = "pod 1", BridgePort = new() { Hairpin = true, Isolated = true } }));

        inside.Execute(LinkRequest.Change("eth0", new LinkChange { Up = true }));

        var link = socket.GetLink("veth1");
        var peer = inside.GetLink("eth0");

        Assert.Equal("veth", link.Kind);
        Assert.Equal(bridge.Index, link.MasterIndex);
        Assert.Equal(peer.Index, link.PeerIndex);
        Assert.NotNull(link.PeerNamespaceId);
        Assert.Equal(link.Index, peer.PeerIndex);
        Assert.Equal("pod 1", link.Alias);
        Assert.True(link.IsUp);
        Assert.Equal(OperState.Up, link.OperState);
        Assert.Equal(1500, link.Mtu);
        Assert.Equal(host.ExecJson("ip -j link show veth1")[0].GetProperty("address").GetString(), link.Mac.ToString());
        Assert.True(link.Port!.Hairpin);
        Assert.True(link.Port.Isolated);
        Assert.True(link.Port.Learning);
        Assert.True(link.Port.UnicastFlood);
        Assert.Equal(link with { Port = null }, socket.FindLink(link.Index)! with { Port = null });
    }

    [Fact]
    public void CreateVeth_NameTaken_IsRefusedAndNamed()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        CreateBridge(socket, "taken");

        var error = Assert.Throws<NetlinkException>(
            () => socket.Execute(LinkRequest.CreateVeth(new VethOptions { Name = "taken", Peer = new VethPeer { Name = "x" } })));

        Assert.Equal("EEXIST", error.ErrnoName);
        Assert.StartsWith("newlink taken: File exists (EEXIST)", error.Message, StringComparison.Ordinal);
        Assert.Null(socket.FindLink("x"));
    }

    [Fact]
    public void CreateBridge_Options_AreTheKernels()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);

        socket.Execute(LinkRequest.CreateBridge(new BridgeOptions
        {
            Name = "br0",
            Mtu = 1300,
            Mac = MacAddress.Parse("0a:58:0a:00:00:fe"),
            MulticastSnooping = false,
            TxQueueLength = 17,
            Up = true,
        }));

        var json = host.ExecJson("ip -j -d link show br0")[0];
        Assert.Equal("0a:58:0a:00:00:fe", json.GetProperty("address").GetString());
        Assert.Equal(1300, json.GetProperty("mtu").GetInt32());
        Assert.Equal(17, json.GetProperty("txqlen").GetInt32());
        Assert.Equal(0, json.GetProperty("linkinfo").GetProperty("info_data").GetProperty("mcast_snooping").GetInt32());
        var link = socket.GetLink("br0");
        Assert.Equal("bridge", link.Kind);
        Assert.Equal(new BridgeInfo { DefaultPvid = link.Bridge!.DefaultPvid }, link.Bridge);
        Assert.True(link.IsUp);
    }

    [Fact]
    public void CreateVeth_Queues_AreOfItsEnd()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);

        socket.Execute(LinkRequest.CreateVeth(new VethOptions { Name = "v0", Queues = 1, Peer = new VethPeer { Name = "v1", Queues = 3 } }));

        Assert.Equal((1, 1), Queues("v0"));
        Assert.Equal((3, 3), Queues("v1"));

        (int, int) Queues(string name)
        {
            var json = host.ExecJson($"ip -j -d link show {name}")[0];
            return (json.GetProperty("num_tx_queues").GetInt32(), json.GetProperty("num_rx_queues").GetInt32());
        }
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public void BridgeVlans_AddAndDelete_AreWhatBridgeSays()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var filtering = socket.TryExecute(LinkRequest.CreateBridge(new BridgeOptions { Name = "br0", VlanFiltering = true, Up = true }));
        Assert.SkipWhen(filtering.Any(f => f.ErrnoName == "EOPNOTSUPP"), "needs a kernel with CONFIG_BRIDGE_VLAN_FILTERING");
        var port = CreatePort(socket, socket.GetLink("br0"), "veth1", peerNamespace: null);

        socket.Execute(
            LinkRequest.AddBridgeVlan(port.Index, 100, flags: BridgeVlanFlags.Pvid | BridgeVlanFlags.Untagged),
            LinkRequest.AddBridgeVlan(port.Index, 200, 210),
            LinkRequest.DeleteBridgeVlan(port.Index, 1),
            LinkRequest.DeleteBridgeVlan(port.Index, 205));

        Assert.Equal(
            [
                new BridgeVlan(100, 100, BridgeVlanFlags.Pvid | BridgeVlanFlags.Untagged),
                new BridgeVlan(200, 204, BridgeVlanFlags.None),
                new BridgeVlan(206, 210, BridgeVlanFlags.None),
            ],
            socket.GetBridgeVlans(port.Index));
        Assert.Contains("100", host.Exec("bridge -j vlan show dev veth1"), StringComparison.Ordinal);
    }

    [Fact]
    public void CreateMacvlan_OnAParent_HasModeAndMac()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        using var inside = RouteSocket.Open(container.Namespace);
        var parent = CreatePort(socket, null, "veth1", peerNamespace: null);

        var failures = socket.TryExecute(LinkRequest.CreateMacvlan(new MacvlanOptions
        {
            Name = "eth0",
            Parent = parent.Index,
            Mode = MacvlanMode.Private,
            Mac = MacAddress.Parse("0a:58:0a:00:00:03"),
            Namespace = container.Namespace,
        }));
        Assert.SkipWhen(failures.Any(f => f.ErrnoName == "EOPNOTSUPP"), "needs a kernel with CONFIG_MACVLAN");

        Assert.Empty(failures);
        var json = container.ExecJson("ip -j -d link show eth0")[0];
        Assert.Equal("private", json.GetProperty("linkinfo").GetProperty("info_data").GetProperty("mode").GetString());
        Assert.Equal("0a:58:0a:00:00:03", json.GetProperty("address").GetString());
        Assert.Equal(MacvlanMode.Private, inside.GetLink("eth0").Macvlan!.Mode);
        Assert.Equal(parent.Index, inside.GetLink("eth0").PeerIndex);
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public void CreateDummyAndVlan_KernelHasThem_AreThere()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var parent = CreatePort(socket, null, "veth1", peerNamespace: null);

        var failures = socket.TryExecute(
            LinkRequest.CreateDummy(new DummyOptions { Name = "dummy7" }),
            LinkRequest.CreateVlan(new VlanOptions { Name = "vlan5", Parent = parent.Index, VlanId = 5 }));
        Assert.All(failures, f => Assert.Equal("EOPNOTSUPP", f.ErrnoName));
        Assert.SkipWhen(failures.Count > 0, "needs a kernel with CONFIG_DUMMY and CONFIG_VLAN_8021Q");

        Assert.Equal("dummy", socket.GetLink("dummy7").Kind);
        Assert.Equal((ushort)5, socket.GetLink("vlan5").VlanId);
    }

    [Fact]
    public void Change_EverySetting_IsWhatIpSays()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var link = CreatePort(socket, null, "veth1", peerNamespace: null);

        socket.Execute(
            LinkRequest.Change(link.Index, new LinkChange
            {
                Up = false,
                Name = "renamed",
                Mtu = 1234,
                Mac = MacAddress.Parse("0a:58:0a:00:00:09"),
                Alias = "an alias",
                Promiscuous = true,
                AllMulticast = true,
                Group = 5,
                TxQueueLength = 99,
            }),
            LinkRequest.Change("renamed", new LinkChange { Up = true }));

        var json = host.ExecJson("ip -j -d link show renamed")[0];
        Assert.Equal(1234, json.GetProperty("mtu").GetInt32());
        Assert.Equal("0a:58:0a:00:00:09", json.GetProperty("address").GetString());
        Assert.Equal("an alias", json.GetProperty("ifalias").GetString());
        Assert.Equal("5", json.GetProperty("group").GetString());
        Assert.Equal(99, json.GetProperty("txqlen").GetInt32());
        Assert.Superset(new HashSet<string?> { "UP", "PROMISC", "ALLMULTI" }, Flags(json));

        socket.Execute(LinkRequest.Change(link.Index, new LinkChange { Up = false, Alias = "", Promiscuous = false }));

        json = host.ExecJson("ip -j -d link show renamed")[0];
        Assert.False(json.TryGetProperty("ifalias", out _));
        Assert.DoesNotContain("PROMISC", Flags(json));
        Assert.Null(socket.GetLink("renamed").Alias);

        socket.Execute(LinkRequest.Change(link.Index, new LinkChange { Namespace = container.Namespace }));

        Assert.Null(socket.FindLink("renamed"));
        Assert.Equal("renamed", container.ExecJson("ip -j link show renamed")[0].GetProperty("ifname").GetString());
    }

    [Fact]
    public void Change_MasterZero_LeavesTheBridge()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var port = CreatePort(socket, CreateBridge(socket, "br0"), "veth1", peerNamespace: null);

        socket.Execute(LinkRequest.Change(port.Index, new LinkChange { Master = 0 }));

        Assert.Null(socket.GetLink("veth1").MasterIndex);
        Assert.Null(socket.GetLink("veth1").Port);
    }

    [Fact]
    public void SetBridgePort_NotAPort_IsRefused()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var link = CreatePort(socket, null, "veth1", peerNamespace: null);

        var error = Assert.Throws<NetlinkException>(() => socket.Execute(LinkRequest.SetBridgePort(link.Index, new() { Hairpin = true })));

        Assert.Contains(error.ErrnoName, (string[])["EINVAL", "EOPNOTSUPP"]);
    }

    [Fact]
    public void Delete_ByIndexAndNameAndGroup_LeavesNothing()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var links = Enumerable.Range(0, 12).Select(i => CreatePort(socket, null, $"veth{i}", peerNamespace: null)).ToArray();

        socket.Execute(LinkRequest.Delete(links[0].Index), LinkRequest.Delete("veth1"));
        socket.Execute(
            [.. links[2..].Select(l => LinkRequest.Change(l.Index, new LinkChange { Group = 4242 })), LinkRequest.DeleteGroup(4242)]);

        Assert.Equal("lo", Assert.Single(socket.GetLinks()).Name);
        Assert.Equal("ENODEV", Assert.Single(socket.TryExecute(LinkRequest.DeleteGroup(4242))).ErrnoName);
        Assert.Equal("ENODEV", Assert.Single(socket.TryExecute(LinkRequest.Delete("veth1"))).ErrnoName);
    }

    [Fact]
    public void GetLinks_Filtered_ReturnsOnlyThose()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var bridge = CreateBridge(socket, "br0");
        CreatePort(socket, bridge, "veth1", peerNamespace: null);
        CreatePort(socket, null, "veth2", peerNamespace: null);

        Assert.Equal(["veth1"], socket.GetLinks(master: bridge.Index).Select(l => l.Name));
        Assert.Equal(["br0"], socket.GetLinks(kind: "bridge").Select(l => l.Name));
        Assert.Empty(socket.GetLinks(kind: "no-such-kind"));
        Assert.Equal(6, socket.GetLinks().Count);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("")]
    [InlineData("a-name-that-is-far-too-long")]
    [InlineData("a/b")]
    public void FindLink_Absent_ReturnsNull(string name)
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);

        Assert.Null(socket.FindLink(name));
        Assert.Equal("ENODEV", Assert.Throws<NetlinkException>(() => socket.GetLink(name)).ErrnoName);
        Assert.Null(socket.FindLink(9999));
    }

    private static Link CreateBridge(RouteSocket socket, string name)
    {
        socket.Execute(LinkRequest.CreateBridge(new BridgeOptions { Name = name, Up = true }));
        return socket.GetLink(name);
    }

    private static Link CreatePort(RouteSocket socket, Link? bridge, string name, TestNamespace? peerNamespace)
    {
        socket.Execute(LinkRequest.CreateVeth(new VethOptions
        {
            Name = name,
            Up = true,
            Master = bridge?.Index,
            Peer = new VethPeer { Name = peerNamespace is null ? $"peer-{name}" : "eth0", Namespace = peerNamespace?.Namespace },
        }));
        return socket.GetLink(name);
    }

    private static HashSet<string?> Flags(JsonElement link) =>
        [.. link.GetProperty("flags").EnumerateArray().Select(f => f.GetString())];
}
