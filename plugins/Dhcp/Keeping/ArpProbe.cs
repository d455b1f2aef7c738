using System.Buffers.Binary;
using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Asks who has an address before it is used (RFC 5227, 2.1.1), and hears who answers or asks for it, too.</summary>
internal sealed class ArpProbe : IDisposable
{
    private const int Size = 28;
    private const int SenderMac = 8;
    private const int SenderAddress = 14;
    private const int TargetAddress = 24;
    private static readonly MacAddress s_everybody = MacAddress.Parse("ff:ff:ff:ff:ff:ff");

    private readonly EventLoop _loop;
    private readonly PacketSocket _socket;
    private readonly MacAddress _mac;
    private readonly byte[] _address;
    private readonly Action<string> _conflict;
    private readonly ulong _key;

    private ArpProbe(EventLoop loop, PacketSocket socket, MacAddress mac, IPAddress address, Action<string> conflict)
    {
        _loop = loop;
        _socket = socket;
        _mac = mac;
        _address = address.GetAddressBytes();
        _conflict = conflict;
        _key = loop.Watch(socket.Handle, Read);
    }

    /// <summary>Opens it in the container.</summary>
    public static ArpProbe Open(EventLoop loop, NetworkNamespace ns, LeaseRecord record, IPAddress address, Action<string> conflict) =>
        new(loop, PacketSocket.Open(ns, record.LinkIndex, PacketSocket.Arp, []), MacAddress.Parse(record.Mac), address, conflict);

    /// <summary>Asks: a request whose sender has no address yet, so that no cache is changed by it.</summary>
    public void Send()
    {
        Span<byte> packet = stackalloc byte[Size];
        packet.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(packet, 1); // Ethernet
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], PacketSocket.Ip);
        packet[4] = MacAddress.Length;
        packet[5] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], 1); // request
        _mac.CopyTo(packet[SenderMac..]);
        _address.CopyTo(packet[TargetAddress..]);
        _socket.Send(packet, s_everybody);
    }

    public void Dispose()
    {
        _loop.Unwatch(_key, _socket.Handle);
        _socket.Dispose();
    }

    private void Read()
    {
        Span<byte> packet = stackalloc byte[64];
        for (var i = 0; i < 32 && _socket.TryReceive(packet, out var received); i++)
        {
            if (received.Length < Size || received.IsOutgoing || packet[4] != MacAddress.Length || packet[5] != 4)
            {
                continue;
            }

            var sender = new MacAddress(packet.Slice(SenderMac, MacAddress.Length));
            var claims = packet.Slice(SenderAddress, 4).SequenceEqual(_address);
            var probes = packet.Slice(SenderAddress, 4).IndexOfAnyExcept((byte)0) < 0 && packet.Slice(TargetAddress, 4).SequenceEqual(_address);
            if (sender != _mac && (claims || probes))
            {
                _conflict(sender.ToString());
                return;
            }
        }
    }
}
