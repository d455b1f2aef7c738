using System.Net;
using CniChain.Linux.Packets;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Packets;

/// <summary>Two namespaces with a veth between them.</summary>
public sealed class PacketSocketTests : IDisposable
{
    private static readonly MacAddress s_everybody = MacAddress.Parse("ff:ff:ff:ff:ff:ff");
    private readonly TestNamespace _left = TestNamespace.Create();
    private readonly TestNamespace _right = TestNamespace.Create();
    private readonly Link _leftLink;
    private readonly Link _rightLink;

    public PacketSocketTests()
    {
        _left.Shell($"ip link add left0 type veth peer name right0 netns {_right.Path}; ip addr add 10.0.0.1/24 dev left0; ip link set left0 up");
        _right.Shell("ip addr add 10.0.0.2/24 dev right0; ip link set right0 up");
        _leftLink = Link(_left, "left0");
        _rightLink = Link(_right, "right0");
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    [Fact]
    public void Send_ADatagram_ArrivesWithItsSender()
    {
        using var sender = PacketSocket.Open(_left.Namespace, _leftLink.Index, PacketSocket.Ip, []);
        using var receiver = PacketSocket.Open(_right.Namespace, _rightLink.Index, PacketSocket.Ip, ToPort(68));

        sender.Send(Datagram(67, [1]), s_everybody);
        sender.Send(Datagram(68, [2, 3]), s_everybody);

        var buffer = new byte[2048];
        var received = Receive(receiver, buffer);
        Assert.Equal(_leftLink.Mac, received.Source);
        Assert.False(received.IsOutgoing);
        Assert.True(UdpDatagram.TryRead(buffer.AsSpan(0, received.Length), received.HasChecksum, out var source, out _, out var payload));
        Assert.Equal(IPEndPoint.Parse("10.0.0.1:1000"), source);
        Assert.Equal([2, 3], payload.ToArray());
        Assert.False(receiver.TryReceive(buffer, out _));
    }

    [Fact]
    public void Receive_FromTheKernelsOwnSockets_KnowsOfTheMissingChecksum()
    {
        using var receiver = PacketSocket.Open(_right.Namespace, _rightLink.Index, PacketSocket.Ip, ToPort(68));

        using (var udp = _left.Namespace.Run(() => new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 0))))
        {
            udp.Send([9, 9], new IPEndPoint(IPAddress.Parse("10.0.0.2"), 68));
        }

        var buffer = new byte[2048];
        var received = Receive(receiver, buffer);
        Assert.False(received.HasChecksum);
        Assert.False(UdpDatagram.TryRead(buffer.AsSpan(0, received.Length), hasChecksum: true, out _, out _, out _));
        Assert.True(UdpDatagram.TryRead(buffer.AsSpan(0, received.Length), received.HasChecksum, out _, out _, out var payload));
        Assert.Equal([9, 9], payload.ToArray());
    }

    [Fact]
    public void Open_OnALinkThatIsGone_SaysNoDevice()
    {
        var error = Assert.Throws<LinuxException>(() => PacketSocket.Open(_left.Namespace, 4711, PacketSocket.Ip, []));
        Assert.Equal("ENODEV", error.ErrnoName);
    }

    [Fact]
    public void Wait_Woken_EndsWithoutAKey()
    {
        using var poller = new Poller();
        poller.Wake();

        Assert.Equal(0, poller.Wait(new ulong[4], TimeSpan.FromMinutes(1)));
        Assert.Equal(0, poller.Wait(new ulong[4], TimeSpan.Zero));
    }

    private static ReceivedPacket Receive(PacketSocket socket, byte[] buffer)
    {
        using var poller = new Poller();
        poller.Add(socket.Handle, 7);
        var keys = new ulong[4];
        Assert.Equal(1, poller.Wait(keys, TimeSpan.FromSeconds(30)));
        Assert.Equal(7ul, keys[0]);
        Assert.True(socket.TryReceive(buffer, out var received));
        poller.Remove(socket.Handle);
        return received;
    }

    private static byte[] Datagram(int port, byte[] payload)
    {
        var packet = new byte[UdpDatagram.HeaderLength + payload.Length];
        UdpDatagram.Write(packet, IPEndPoint.Parse("10.0.0.1:1000"), new IPEndPoint(IPAddress.Broadcast, port), payload);
        return packet;
    }

    private static BpfInstruction[] ToPort(uint port) =>
    [
        BpfInstruction.LoadByte(9),
        BpfInstruction.JumpIfEqual(17, 0, 4),
        BpfInstruction.LoadIpHeaderLength(0),
        BpfInstruction.LoadHalf(2, indexed: true),
        BpfInstruction.JumpIfEqual(port, 0, 1),
        BpfInstruction.Return(uint.MaxValue),
        BpfInstruction.Return(0),
    ];

    private static Link Link(TestNamespace ns, string name)
    {
        using var route = RouteSocket.Open(ns.Namespace);
        return route.GetLink(name);
    }
}
