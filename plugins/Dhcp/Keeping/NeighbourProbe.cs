using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Asks who has an IPv6 address before it is used (RFC 4862, 5.4), and hears who answers or asks for it, too.</summary>
internal sealed class NeighbourProbe : AddressProbe
{
    public const byte Solicitation = 135;
    public const byte Advertisement = 136;

    private const int TargetOffset = 8;
    private const int Size = TargetOffset + Ipv6Packet.AddressLength;
    private const byte HopLimit = 255; // Less has come from another link (RFC 4861, 7.1).

    private NeighbourProbe(EventLoop loop, PacketSocket socket, LeaseRecord record, IPAddress address, Action<string> conflict)
        : base(loop, socket, record, address, conflict)
    {
    }

    /// <summary>Opens it in the container.</summary>
    public static NeighbourProbe Open(EventLoop loop, NetworkNamespace ns, LeaseRecord record, IPAddress address, Action<string> conflict) =>
        new(loop, PacketSocket.Open(ns, record.LinkIndex, Ipv6Packet.EtherType, DhcpFilter.Neighbours()), record, address, conflict);

    /// <summary>Asks, from no address, all whose addresses end as this one does.</summary>
    public override void Send()
    {
        var message = new byte[Size];
        message[0] = Solicitation;
        Address.CopyTo(message, TargetOffset);
        byte[] group = [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, .. Address[13..]];
        byte[] mac = [0x33, 0x33, .. group[12..]];
        Socket.Send(
            Ipv6Packet.Write(IPAddress.IPv6Any, new IPAddress(group), Ipv6Packet.Icmp, HopLimit, message, checksumAt: 2), new MacAddress(mac));
    }

    protected override MacAddress? FindHolder(ReadOnlySpan<byte> packet, ReceivedPacket received)
    {
        if (received.Length < Ipv6Packet.HeaderLength + Size || received.Source == Mac || packet[7] != HopLimit)
        {
            return null;
        }

        var isAdvertisement = packet[Ipv6Packet.HeaderLength] == Advertisement;
        var isProbe = packet.Slice(Ipv6Packet.SourceOffset, Ipv6Packet.AddressLength).IndexOfAnyExcept((byte)0) < 0;
        var target = packet.Slice(Ipv6Packet.HeaderLength + TargetOffset, Ipv6Packet.AddressLength);
        return (isAdvertisement || isProbe) && target.SequenceEqual(Address) ? received.Source : null;
    }
}
