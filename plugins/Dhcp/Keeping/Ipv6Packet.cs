using System.Buffers.Binary;
using System.Net;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>IPv6 as bytes (RFC 8200), for packet sockets.</summary>
internal static class Ipv6Packet
{
    /// <summary>The protocol number for packet sockets (ETH_P_IPV6, linux/if_ether.h).</summary>
    public const int EtherType = 0x86dd;

    public const byte Udp = 17;
    public const byte Icmp = 58;
    public const int HeaderLength = 40;
    public const int SourceOffset = 8;
    public const int AddressLength = 16;

    private const int UdpHeader = 8;
    private const int DestinationOffset = SourceOffset + AddressLength;

    /// <summary>A UDP datagram.</summary>
    public static byte[] WriteUdp(IPEndPoint source, IPEndPoint destination, ReadOnlySpan<byte> payload)
    {
        var udp = new byte[UdpHeader + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(2), (ushort)destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(4), (ushort)udp.Length);
        payload.CopyTo(udp.AsSpan(UdpHeader));
        return Write(source.Address, destination.Address, Udp, hopLimit: 1, udp, checksumAt: 6);
    }

    /// <summary>A packet, its payload's checksum worked out (RFC 8200, 8.1).</summary>
    /// <param name="source">The sender.</param>
    /// <param name="destination">The receiver.</param>
    /// <param name="protocol">What the payload is.</param>
    /// <param name="hopLimit">The hop limit.</param>
    /// <param name="payload">The payload, with zeros for its checksum.</param>
    /// <param name="checksumAt">Where in it the checksum stands.</param>
    public static byte[] Write(IPAddress source, IPAddress destination, byte protocol, byte hopLimit, ReadOnlySpan<byte> payload, int checksumAt)
    {
        var packet = new byte[HeaderLength + payload.Length];
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payload.Length);
        packet[6] = protocol;
        packet[7] = hopLimit;
        source.TryWriteBytes(packet.AsSpan(SourceOffset), out _);
        destination.TryWriteBytes(packet.AsSpan(DestinationOffset), out _);
        payload.CopyTo(packet.AsSpan(HeaderLength));

        // The pseudo-header has both addresses, the length and the protocol.
        var sum = (uint)(payload.Length + protocol);
        for (var i = SourceOffset; i < packet.Length; i += 2)
        {
            sum += (uint)((packet[i] << 8) | (i + 1 < packet.Length ? packet[i + 1] : 0));
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        var checksum = (ushort)~sum;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(HeaderLength + checksumAt), checksum == 0 ? ushort.MaxValue : checksum);
        return packet;
    }
}
