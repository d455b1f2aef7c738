using System.Net;
using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>Flows that are older than the mapping, or outlive it.</summary>
public sealed class PortmapFlowTests
{
    private const int Patience = 60; // packets, half a second apart
    private const string Dns = """{"hostPort":5353,"containerPort":53,"protocol":"udp"}""";
    private const string Web = """{"hostPort":8080,"containerPort":80}""";

    [Theory]
    [InlineData(PortmapNode.NodeAddress)]
    [InlineData(PortmapNode.NodeAddress6)]
    public void Udp_ContainerMadeAgain_GetsTheRunningFlow(string address)
    {
        using var node = PortmapNode.Create();
        using var client = Client(node, address);
        var first = Serving(node, 2);
        first.Add(Dns);
        Assert.True(IsAnswered(client, Patience));
        first.Del(Dns);
        first.Dispose();
        Assert.False(IsAnswered(client, 2));

        var second = Serving(node, 3);
        second.Add(Dns);
        Assert.True(IsAnswered(client, Patience));
    }

    [Fact]
    public void Udp_FlowThatReachedTheNode_MovesToTheContainer()
    {
        using var node = PortmapNode.Create();
        using var client = Client(node, PortmapNode.NodeAddress);
        node.Node.Shell("nft 'add table ip t'; nft 'add chain ip t c { type filter hook input priority 0; }'; nft 'add rule ip t c ct state new'");
        Assert.False(IsAnswered(client, 2));
        Assert.Contains("dport=5353", node.Node.Exec("conntrack -L -p udp"), StringComparison.Ordinal);

        Serving(node, 2).Add(Dns);
        Assert.True(IsAnswered(client, Patience));
    }

    [Fact]
    public void Add_FlowsThroughTheNodeToTheSamePort_AreLeftAlone()
    {
        using var node = PortmapNode.Create();
        node.AddContainer(9).Add(Web);
        using var far = EchoServer.Start(node.Far.Namespace, ProtocolType.Udp, 5353);
        using var client = Client(node, PortmapNode.FarAddress);
        Assert.True(IsAnswered(client, Patience));
        var before = Flow(node, PortmapNode.FarAddress);
        Serving(node, 2).Add(Dns);
        Assert.Equal(before, Flow(node, PortmapNode.FarAddress));
    }

    [Fact]
    public void Del_ForgetsTheConnectionsOfItsMappings_AndNoOthers()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        var other = node.AddContainer(3);
        web.Serve(ProtocolType.Tcp, 80);
        other.Serve(ProtocolType.Tcp, 80);
        web.Add(Web);
        other.Add("""{"hostPort":8081,"containerPort":80}""");
        Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8080);
        Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, PortmapNode.NodeAddress, 8081);
        web.Del(Web);
        var left = node.Node.Exec("conntrack -L -p tcp");
        Assert.DoesNotContain("dport=8080", left, StringComparison.Ordinal);
        Assert.Contains("dport=8081", left, StringComparison.Ordinal);
        Assert.Empty(node.Log.Lines);
    }

    /// <summary>SCTP needs no SCTP in the kernel to be forwarded: an INIT written by hand has to arrive, rewritten and with a good checksum.</summary>
    [Fact]
    public void Sctp_Init_ArrivesAtTheContainer()
    {
        using var node = PortmapNode.Create();
        var peer = node.AddContainer(2);
        peer.Add("""{"hostPort":3868,"containerPort":38680,"protocol":"SCTP"}""");
        using var receiver = peer.Namespace.Run(SctpInit.OpenSocket);
        receiver.ReceiveTimeout = 5000;
        using var sender = node.Outside.Namespace.Run(SctpInit.OpenSocket);
        sender.SendTo(SctpInit.Write(4711, 3868), new IPEndPoint(IPAddress.Parse(PortmapNode.NodeAddress), 0));

        var buffer = new byte[2048];
        var packet = buffer.AsSpan(0, receiver.Receive(buffer));
        var init = packet[((packet[0] & 0xF) * 4)..];
        Assert.Equal(4711, SctpInit.SourcePort(init));
        Assert.Equal(38680, SctpInit.DestinationPort(init));
        Assert.True(SctpInit.HasGoodChecksum(init));
    }

    private static PortmapContainer Serving(PortmapNode node, int number)
    {
        var container = node.AddContainer(number);
        container.Serve(ProtocolType.Udp, 53);
        container.Serve(ProtocolType.Udp, 53, ipv6: true);
        return container;
    }

    /// <summary>One socket, so one flow.</summary>
    private static Socket Client(PortmapNode node, string address)
    {
        var target = new IPEndPoint(IPAddress.Parse(address), 5353);
        var socket = node.Outside.Namespace.Run(() => new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.Connect(target);
        socket.ReceiveTimeout = 500;
        return socket;
    }

    /// <summary>Whether one of several packets of the flow is answered; neighbour discovery of a fresh link may cost the first seconds.</summary>
    private static bool IsAnswered(Socket client, int packets)
    {
        var buffer = new byte[200];
        for (var i = 0; i < packets; i++)
        {
            try
            {
                client.Send("hello"u8);
                return client.Receive(buffer) > 0;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
            {
                // Silence: the next packet.
            }
            catch (SocketException)
            {
                Thread.Sleep(client.ReceiveTimeout);
            }
        }

        return false;
    }

    private static string Flow(PortmapNode node, string destination)
    {
        var ids = node.Node.Exec($"conntrack -L -p udp -d {destination} -o id").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var flow = Assert.Single(ids, line => line.Contains("id=", StringComparison.Ordinal));
        return flow[flow.IndexOf("id=", StringComparison.Ordinal)..];
    }
}
