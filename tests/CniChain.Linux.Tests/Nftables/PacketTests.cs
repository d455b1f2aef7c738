using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>TCP connections through the example ruleset: that it is listed well is one thing, that it works another.</summary>
public sealed class PacketTests
{
    private const ushort Published = 8080;
    private const ushort Listening = 80;

    [Theory]
    [InlineData("192.0.2.1", "10.88.0.2", "192.0.2.2")]
    [InlineData("2001:db8::1", "fd00::2", "2001:db8::2")]
    public void PublishedPort_FromOutside_ReachesTheContainer(string node, string container, string outside)
    {
        using var net = new PacketNode();
        using var nft = Publish(net, Ports(container), NftKey.Of.Protocol(6).Port(Published), container);

        var seen = PacketNode.Connect(net.Container, Any(container), net.Outside, Endpoint(node));

        Assert.Equal(IPAddress.Parse(outside), seen);
    }

    [Theory]
    [InlineData("192.0.2.1", "10.88.0.2")]
    [InlineData("2001:db8::1", "fd00::2")]
    public void PublishedPort_OfOneAddress_IsNotOnAnother(string node, string container)
    {
        using var net = new PacketNode();
        var six = container.Contains(':', StringComparison.Ordinal);
        var map = ExampleRuleset.Ports.Set(six ? "hostports6" : "hostports4");
        using var nft = Publish(net, map, NftKey.Of.Address(IPAddress.Parse(node)).Protocol(6).Port(Published), container);

        PacketNode.Connect(net.Container, Any(container), net.Outside, Endpoint(node));

        var other = six ? "fd00::1" : "10.88.0.1";
        net.Outside.Exec($"ip {(six ? "-6" : "-4")} route add {other} via {node}");
        var refused = Assert.Throws<SocketException>(() => PacketNode.Connect(net.Container, Any(container), net.Outside, Endpoint(other)));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public void PublishedPort_FromTheNodeItself_ReachesTheContainer()
    {
        using var net = new PacketNode();
        using var nft = Publish(net, ExampleRuleset.Ports4, NftKey.Of.Protocol(6).Port(Published), "10.88.0.2");

        PacketNode.Connect(net.Container, Any("10.88.0.2"), net.Node, Endpoint("192.0.2.1"));
    }

    [Fact]
    public void PublishedPort_FromTheContainerItself_ComesBackMasqueraded()
    {
        using var net = new PacketNode();
        using var nft = Publish(net, ExampleRuleset.Ports4, NftKey.Of.Protocol(6).Port(Published), "10.88.0.2");
        nft.Commit(new NftBatch().AddElement(
            ExampleRuleset.Targets4, new NftElement(NftKey.Of.Address(IPAddress.Parse("10.88.0.2")), NftVerdict.Goto("hairpin"))));

        var seen = PacketNode.Connect(net.Container, Any("10.88.0.2"), net.Container, Endpoint("192.0.2.1"));

        Assert.Equal(IPAddress.Parse("10.88.0.1"), seen);
    }

    [Fact]
    public void PublishedPort_TransitTraffic_IsLeftAlone()
    {
        using var net = new PacketNode();
        using var nft = Publish(net, ExampleRuleset.Ports4, NftKey.Of.Protocol(6).Port(Published), "10.88.0.2");
        Masquerade(nft);

        // From the container to somebody else's port of the same number.
        var seen = PacketNode.Connect(net.Outside, new IPEndPoint(IPAddress.Any, Published), net.Container, Endpoint("192.0.2.2"));

        Assert.Equal(IPAddress.Parse("192.0.2.1"), seen);
    }

    [Fact]
    public void Masquerade_ToTheOutside_HasTheNodesAddress()
    {
        using var net = new PacketNode();
        using var nft = NftSocket.Open(net.Node.Namespace);
        nft.Commit(ExampleRuleset.Create());
        Masquerade(nft);

        var seen = PacketNode.Connect(net.Outside, new IPEndPoint(IPAddress.Any, Published), net.Container, Endpoint("192.0.2.2"));

        Assert.Equal(IPAddress.Parse("192.0.2.1"), seen);
    }

    [Fact]
    public void Masquerade_WithinTheSubnet_DoesNotHappen()
    {
        using var net = new PacketNode();
        using var nft = NftSocket.Open(net.Node.Namespace);
        nft.Commit(ExampleRuleset.Create());
        Masquerade(nft);

        var seen = PacketNode.Connect(net.Node, new IPEndPoint(IPAddress.Any, Published), net.Container, Endpoint("10.88.0.1"));

        Assert.Equal(IPAddress.Parse("10.88.0.2"), seen);
    }

    [Fact]
    public void PublishedPort_ElementDeleted_IsRefused()
    {
        using var net = new PacketNode();
        var key = NftKey.Of.Protocol(6).Port(Published);
        using var nft = Publish(net, ExampleRuleset.Ports4, key, "10.88.0.2");

        nft.Commit(new NftBatch().DeleteElement(ExampleRuleset.Ports4, key));

        var refused = Assert.Throws<SocketException>(
            () => PacketNode.Connect(net.Container, Any("10.88.0.2"), net.Outside, Endpoint("192.0.2.1")));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public void Guard_LoopbackAddressFromAGuardedInterface_IsDropped()
    {
        using var net = new PacketNode();
        using var nft = NftSocket.Open(net.Node.Namespace);
        nft.Commit(ExampleRuleset.Create());
        net.Node.Exec("sysctl -qw net.ipv4.conf.up0.route_localnet=1");
        net.Outside.Exec("sysctl -qw net.ipv4.conf.eth0.route_localnet=1");
        net.Outside.Exec("ip addr del 127.0.0.1/8 dev lo");
        net.Outside.Exec("ip route add 127.0.0.1 via 192.0.2.1 src 192.0.2.2");
        PacketNode.Connect(net.Node, Any("127.0.0.1"), net.Outside, new IPEndPoint(IPAddress.Loopback, Listening));

        nft.Commit(new NftBatch().AddElement(ExampleRuleset.Guarded, new NftElement(NftKey.Of.InterfaceName("up0"))));

        Assert.Throws<OperationCanceledException>(
            () => PacketNode.Connect(
                net.Node, Any("127.0.0.1"), net.Outside, new IPEndPoint(IPAddress.Loopback, Listening), TimeSpan.FromSeconds(1)));
    }

    private static void Masquerade(NftSocket nft) => nft.Commit(new NftBatch().AddElement(
        ExampleRuleset.Sources4, new NftElement(NftKey.Of.Address(IPAddress.Parse("10.88.0.2")), NftVerdict.Jump(ExampleRuleset.Leaves))));

    private static NftSocket Publish(PacketNode net, NftSetRef map, NftKey key, string container)
    {
        var nft = NftSocket.Open(net.Node.Namespace);
        nft.Commit(ExampleRuleset.Create());
        nft.Commit(new NftBatch().AddElement(map, new NftElement(key, NftKey.Of.Address(IPAddress.Parse(container)).Port(Listening), "podnet ctr eth0")));
        return nft;
    }

    private static NftSetRef Ports(string container) =>
        ExampleRuleset.Ports.Set(container.Contains(':', StringComparison.Ordinal) ? "ports6" : "ports4");

    private static IPEndPoint Any(string address) =>
        new(address.Contains(':', StringComparison.Ordinal) ? IPAddress.IPv6Any : IPAddress.Any, Listening);

    private static IPEndPoint Endpoint(string address) => new(IPAddress.Parse(address), Published);
}
