using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>What the ruleset is for: packets.</summary>
public sealed class PortmapPacketTests
{
    private const string Web = """{"hostPort":8080,"containerPort":80}""";
    private const string Dns = """{"hostPort":5353,"containerPort":53,"protocol":"UDP"}""";

    [Fact]
    public void PublishedPort_FromOutside_KeepsTheClientsAddress()
    {
        using var node = PortmapNode.Create();
        var web = Publish(node);
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Udp, PortmapNode.NodeAddress, 5353));
        Assert.Equal("2001:db8::2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress6, 8080));
        Assert.Equal("2001:db8::2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Udp, PortmapNode.NodeAddress6, 5353));
        web.Del($"{Web},{Dns}");
        Assert.True(Packet.IsUnanswered(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
    }

    [Theory]
    [InlineData("127.0.0.1", "10.88.0.1")]
    [InlineData("127.1.2.3", "10.88.0.1")]
    [InlineData(PortmapNode.NodeAddress, "10.88.0.1")]
    [InlineData("10.88.0.1", "10.88.0.1")]
    [InlineData(PortmapNode.NodeAddress6, "fd00:88::1")]
    [InlineData("fd00:88::1", "fd00:88::1")]
    public void PublishedPort_FromTheNodeItself_Answers(string address, string seenAs)
    {
        using var node = PortmapNode.Create();
        Publish(node);
        foreach (var protocol in (ReadOnlySpan<ProtocolType>)[ProtocolType.Tcp, ProtocolType.Udp])
        {
            var answer = Packet.Exchange(node.Node.Namespace, protocol, address, protocol == ProtocolType.Tcp ? 8080 : 5353);
            Assert.EndsWith(" says hello", answer, StringComparison.Ordinal);
            if (address.StartsWith("127.", StringComparison.Ordinal))
            {
                Assert.StartsWith(seenAs, answer, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void PublishedPort_AtTheNodesIPv6Localhost_IsLeftAlone()
    {
        using var node = PortmapNode.Create();
        Publish(node);
        using var local = EchoServer.Start(node.Node.Namespace, ProtocolType.Tcp, 8080, AddressFamily.InterNetworkV6);
        Assert.Equal("::1 says hello", Packet.Exchange(node.Node.Namespace, ProtocolType.Tcp, "::1", 8080));
    }

    [Theory]
    [InlineData(PortmapNode.NodeAddress, "10.88.0.1")]
    [InlineData("10.88.0.1", "10.88.0.1")]
    [InlineData(PortmapNode.NodeAddress6, "fd00:88::1")]
    [InlineData("fd00:88::1", "fd00:88::1")]
    public void PublishedPort_FromTheContainerAndItsNeighbour_AnswersByTheNode(string address, string seenAs)
    {
        using var node = PortmapNode.Create();
        var web = Publish(node);
        var neighbour = node.AddContainer(7);
        foreach (var from in (ReadOnlySpan<PortmapContainer>)[web, neighbour])
        {
            Assert.Equal($"{seenAs} says hello", Packet.Exchange(from.Namespace, ProtocolType.Tcp, address, 8080));
            Assert.Equal($"{seenAs} says hello", Packet.Exchange(from.Namespace, ProtocolType.Udp, address, 5353));
        }
    }

    [Fact]
    public void Neighbour_ToTheContainersOwnPort_IsNotRewritten()
    {
        using var node = PortmapNode.Create();
        Publish(node);
        var neighbour = node.AddContainer(7);
        Assert.Equal("10.88.0.7 says hello", Packet.Exchange(neighbour.Namespace, ProtocolType.Tcp, "10.88.0.2", 80));
    }

    [Fact]
    public void SamePort_OfAnotherMachine_PassesTheNodeUnchanged()
    {
        using var node = PortmapNode.Create();
        Publish(node);
        using var far = EchoServer.Start(node.Far.Namespace, ProtocolType.Tcp, 8080);
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.FarAddress, 8080));
        var neighbour = node.AddContainer(7);
        Assert.Equal("10.88.0.7 says hello", Packet.Exchange(neighbour.Namespace, ProtocolType.Tcp, PortmapNode.FarAddress, 8080));
    }

    [Fact]
    public void Martian_FromTheContainerToTheNodesLocalhost_IsDropped()
    {
        using var node = PortmapNode.Create();
        using var secret = EchoServer.Start(node.Node.Namespace, ProtocolType.Tcp, 9999);
        var evil = node.AddContainer(7);
        evil.Place.Exec("sysctl -qw net.ipv4.conf.eth0.route_localnet=1");
        evil.Place.Shell("ip addr del 127.0.0.1/8 dev lo; ip route add 127.0.0.0/8 via 10.88.0.1");

        // The way is open where route_localnet is on and nothing guards it: or this test would prove nothing.
        node.Node.Exec("sysctl -qw net.ipv4.conf.cni0.route_localnet=1");
        Assert.Equal("10.88.0.7 says hello", Packet.Exchange(evil.Namespace, ProtocolType.Tcp, "127.0.0.1", 9999));
        node.Node.Exec("sysctl -qw net.ipv4.conf.cni0.route_localnet=0");

        Publish(node);
        Assert.True(node.RouteLocalnet("cni0"));
        Assert.True(Packet.IsUnanswered(evil.Namespace, ProtocolType.Tcp, "127.0.0.1", 9999));
        Assert.Equal("127.0.0.1 says hello", Packet.Exchange(node.Node.Namespace, ProtocolType.Tcp, "127.0.0.1", 9999));
    }

    [Fact]
    public void HostIp_OneAddress_IsPublishedThereAlone()
    {
        using var node = PortmapNode.Create();
        node.Node.Exec("ip addr add 192.0.2.9/24 dev up0");
        var web = node.AddContainer(2);
        web.Serve(ProtocolType.Tcp, 80);
        web.Serve(ProtocolType.Tcp, 80 + 1);
        web.Add("""{"hostPort":8080,"containerPort":80,"hostIP":"192.0.2.9"}""");
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, "192.0.2.9", 8080));
        Assert.True(Packet.IsUnanswered(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));

        // One address goes before all of them.
        var other = node.AddContainer(3);
        other.Serve(ProtocolType.Tcp, 80);
        other.Add(Web);
        web.Dispose();
        Assert.True(Packet.IsUnanswered(node.Outside.Namespace, ProtocolType.Tcp, "192.0.2.9", 8080));
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
    }

    [Fact]
    public void Snat_Off_LeavesEverySourceAlone()
    {
        using var node = PortmapNode.Create();
        var web = Publish(node, "\"snat\": false");
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        Assert.True(Packet.IsUnanswered(web.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        Assert.True(Packet.IsUnanswered(node.Node.Namespace, ProtocolType.Tcp, "127.0.0.1", 8080));
        Assert.False(node.RouteLocalnet("cni0"));
        web.Del($"{Web},{Dns}", "\"snat\": false");
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void MasqAll_FromOutside_ShowsTheNodesAddress()
    {
        using var node = PortmapNode.Create();
        Publish(node, "\"masqAll\": true");
        Assert.Equal("10.88.0.1 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        Assert.Equal("fd00:88::1 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress6, 8080));
        var neighbour = node.AddContainer(7);
        Assert.Equal("10.88.0.7 says hello", Packet.Exchange(neighbour.Namespace, ProtocolType.Tcp, "10.88.0.2", 80));
    }

    [Fact]
    public void MarkMasqBit_OnMarkedConnections_ShowsTheNodesAddress()
    {
        using var node = PortmapNode.Create();
        Publish(node, "\"markMasqBit\": 13");
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        node.Node.Shell("""
            nft 'add table ip marks'
            nft 'add chain ip marks pre { type filter hook prerouting priority mangle; }'
            nft 'add rule ip marks pre iifname up0 meta mark set mark or 0x2001'
            """);
        Assert.Equal("10.88.0.1 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
    }

    [Fact]
    public void PointToPoint_OnAVethOfItsOwn_AnswersEverywhere()
    {
        using var node = PortmapNode.Create();
        var web = node.AddPointToPoint(5);
        web.Serve(ProtocolType.Tcp, 80);
        web.Add(Web);
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        Assert.Equal("10.99.0.1 says hello", Packet.Exchange(node.Node.Namespace, ProtocolType.Tcp, "127.0.0.1", 8080));
        Assert.Equal("10.99.0.1 says hello", Packet.Exchange(web.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        Assert.True(node.RouteLocalnet("ptp5"));
        web.Del(Web);
        Assert.False(node.RouteLocalnet("ptp5"));
        Assert.Equal("", node.Ruleset());
    }

    [Theory]
    [InlineData("""["ip", "saddr", "!=", "192.0.2.2"]""", false)]
    [InlineData("""["ip saddr {10.0.0.0/8, 192.0.2.0/30}"]""", true)]
    [InlineData("""["iifname != up0"]""", false)]
    [InlineData("""["iifname {eth9, up0} tcp dport 8000-8100 meta mark 0"]""", true)]
    [InlineData("""["iifname {eth9, up0} tcp dport != 8000-8100"]""", false)]
    [InlineData("""["meta mark != 0"]""", false)]
    [InlineData("""["tcp dport 8080 ip daddr 192.0.2.1"]""", true)]
    public void Conditions_OfTheNetwork_DecideWhoIsTranslated(string conditions, bool reached)
    {
        using var node = PortmapNode.Create();
        var web = Publish(node, $"\"conditionsV4\": {conditions}");
        if (reached)
        {
            Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        }
        else
        {
            Assert.True(Packet.IsUnanswered(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080));
        }

        Assert.Equal("2001:db8::2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress6, 8080));

        // Another network's ports are not concerned.
        var other = node.AddContainer(3);
        other.Serve(ProtocolType.Tcp, 80);
        other.Add("""{"hostPort":8090,"containerPort":80}""", network: "other");
        Assert.Equal("192.0.2.2 says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8090));

        other.Del("""{"hostPort":8090,"containerPort":80}""", network: "other");
        web.Del($"{Web},{Dns}", $"\"conditionsV4\": {conditions}");
        Assert.Equal("", node.Ruleset());
    }

    private static PortmapContainer Publish(PortmapNode node, string keys = "")
    {
        var web = node.AddContainer(2);
        foreach (var ipv6 in (ReadOnlySpan<bool>)[false, true])
        {
            web.Serve(ProtocolType.Tcp, 80, ipv6);
            web.Serve(ProtocolType.Udp, 53, ipv6);
        }

        web.Add($"{Web},{Dns}", keys);
        return web;
    }
}
