using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Asks who has an IPv6 address before it is used (RFC 4862, 5.4), and hears who answers or asks for it, too.</summary>
internal sealed class NeighbourProbe : IDisposable
{
    public const byte Solicitation = 135;
    public const byte Advertisement = 136;

    private const int TargetOffset = 8;
    private const int Size = TargetOffset + Ipv6Packet.AddressLength;
    private const byte HopLimit = 255; // Less has come from another link (RFC 4861, 7.1).

    private readonly EventLoop _loop;
    private readonly PacketSocket _socket;
    private readonly MacAddress _mac;
    private readonly byte[] _address;
    private readonly Action<string> _conflict;
    private readonly ulong _key;

    private NeighbourProbe(EventLoop loop, PacketSocket socket, MacAddress mac, IPAddress address, Action<string> conflict)
    {
        _loop = loop;
        _socket = socket;
        _mac = mac;
        _address = address.GetAddressBytes();
        _conflict = conflict;
        _key = loop.Watch(socket.Handle, Read);
    }

    /// <summary>Opens it in the container.</summary>
    public static NeighbourProbe Open(EventLoop loop, NetworkNamespace ns, LeaseRecord record, IPAddress address, Action<string> conflict) =>
        new(loop, PacketSocket.Open(ns, record.LinkIndex, Ipv6Packet.EtherType, DhcpFilter.Neighbours()), MacAddress.Parse(record.Mac), address, conflict);

    /// <summary>Asks, from no address, all whose addresses end as this one does.</summary>
    public void Send()
    {
        var message = new byte[Size];
        message[0] = Solicitation;
        _address.CopyTo(message, TargetOffset);
        byte[] group = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, .. _address[13..]];
        byte[] mac = [0x33, 0x33, .. group[12..]];
        _socket.Send(
            Ipv6Packet.Write(IPAddress.IPv6Any, new IPAddress(group), Ipv6Packet.Icmp, HopLimit, message, checksumAt: 2), new MacAddress(mac));
    }

    public void Dispose()
    {
        _loop.Unwatch(_key, _socket.Handle);
        _socket.Dispose();
    }

    private void Read()
    {
        Span<byte> packet = stackalloc byte[256];
        for (var i = 0; i < 32 && _socket.TryReceive(packet, out var received); i++)
        {
            if (received.Length < Ipv6Packet.HeaderLength + Size || received.IsOutgoing || received.Source == _mac || packet[7] != HopLimit)
            {
                continue;
            }

            var isAdvertisement = packet[Ipv6Packet.HeaderLength] == Advertisement;
            var isProbe = packet.Slice(Ipv6Packet.SourceOffset, Ipv6Packet.AddressLength).IndexOfAnyExcept((byte)0) < 0;
            var target = packet.Slice(Ipv6Packet.HeaderLength + TargetOffset, Ipv6Packet.AddressLength);
            if ((isAdvertisement || isProbe) && target.SequenceEqual(_address))
            {
                _conflict(received.Source.ToString());
                return;
            }
        }
    }
}
