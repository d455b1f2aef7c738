using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>A RELEASE as it goes over a link.</summary>
/// <param name="Protocol">What it is, for packet sockets.</param>
/// <param name="Bytes">The packet from its network header on.</param>
/// <param name="Destination">The receiver on the link.</param>
internal sealed record ReleasePacket(int Protocol, byte[] Bytes, MacAddress Destination)
{
    // RFC 2464, 7: 33:33 and the last four bytes of ff02::1:2.
    private static readonly MacAddress s_everybody6 = MacAddress.Parse("33:33:00:01:00:02");

    /// <summary>For a lease; null when it is not known where its server is on the link.</summary>
    public static ReleasePacket? Make(LeaseRecord record, Lease lease) => lease switch
    {
        V4.DhcpLease v4 => MacAddress.TryParse(record.ServerMac, out var mac) ? Make(record, v4, mac) : null,
        V6.DhcpLease v6 => Make(record, v6),
        _ => null,
    };

    /// <summary>From the leased address straight to where the ACK came from.</summary>
    private static ReleasePacket Make(LeaseRecord record, V4.DhcpLease lease, MacAddress server)
    {
        var message = new V4.MessageFactory(LeaseRecords.Profile4(record)).Release(lease) with { Xid = (uint)Random.Shared.NextInt64(1L + uint.MaxValue) };
        var data = new byte[4096];
        var packet = new byte[4096 + UdpDatagram.HeaderLength];
        var length = V4.DhcpWriter.Write(message, data);
        length = UdpDatagram.Write(
            packet, new IPEndPoint(lease.Address, DhcpPorts.Client), new IPEndPoint(lease.Server, DhcpPorts.Server), data.AsSpan(0, length));
        return new ReleasePacket(PacketSocket.Ip, packet[..length], server);
    }

    /// <summary>From the interface's link-local address to every server, of whom the message names one.</summary>
    private static ReleasePacket Make(LeaseRecord record, V6.DhcpLease lease)
    {
        var message = new V6.MessageFactory(LeaseRecords.Profile6(record)).Release(lease) with { Xid = (uint)Random.Shared.Next(1 << 24) };
        message.Options.Add<V6.Options.ElapsedTimeOption, ushort>(0);
        var data = new byte[4096];
        var length = V6.DhcpWriter.Write(message, data);
        var source = IPAddress.TryParse(record.LinkLocal, out var linkLocal) ? linkLocal : LinkLocalAddress.Of(MacAddress.Parse(record.Mac));
        var packet = Ipv6Packet.WriteUdp(
            new IPEndPoint(source, DhcpPorts.Client6), new IPEndPoint(Dhcp6Socket.Everybody, DhcpPorts.Server6), data.AsSpan(0, length));
        return new ReleasePacket(Ipv6Packet.EtherType, packet, s_everybody6);
    }
}
