using System.Buffers.Binary;
using System.Net;

namespace CniChain.Linux.Packets;

/// <summary>UDP over IPv4 as bytes (RFC 791, RFC 768), for packet sockets.</summary>
public static class UdpDatagram
{
    /// <summary>The length of both headers.</summary>
    public const int HeaderLength = IpHeader + UdpHeader;

    private const int IpHeader = 20;
    private const int UdpHeader = 8;
    private const byte Version4 = 0x45;
    private const byte Udp = 17;
    private const byte DefaultTtl = 64;
    private const int MoreFragmentsAndOffset = 0x3fff;

    /// <summary>Writes a datagram.</summary>
    /// <param name="target">Where it goes; at least <see cref="HeaderLength"/> longer than the payload.</param>
    /// <param name="source">Address and port of the sender.</param>
    /// <param name="destination">Address and port of the receiver.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>The packet's length.</returns>
    /// <exception cref="ArgumentException">An address is not IPv4, or it does not fit.</exception>
    public static int Write(Span<byte> target, IPEndPoint source, IPEndPoint destination, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var length = HeaderLength + payload.Length;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException("A datagram has at most 65,507 bytes of payload.", nameof(payload));
        }

        var packet = target[..length];
        packet[..HeaderLength].Clear();
        packet[0] = Version4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)length);
        packet[8] = DefaultTtl;
        packet[9] = Udp;
        WriteAddress(source.Address, packet[12..]);
        WriteAddress(destination.Address, packet[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Fold(Sum(packet[..IpHeader], 0)));

        var udp = packet[IpHeader..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        payload.CopyTo(udp[UdpHeader..]);
        var checksum = UdpChecksum(packet, udp);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);
        return length;
    }

    /// <summary>Reads a datagram.</summary>
    /// <param name="packet">The packet from its IP header on; bytes behind its own length are left out.</param>
    /// <param name="hasChecksum">Whether its UDP checksum is to be verified; see <see cref="ReceivedPacket.HasChecksum"/>.</param>
    /// <param name="source">Address and port of the sender.</param>
    /// <param name="destination">Address and port of the receiver.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>False for what is no whole UDP datagram, or was damaged on the way.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> packet, bool hasChecksum, out IPEndPoint source, out IPEndPoint destination, out ReadOnlySpan<byte> payload)
    {
        source = destination = new IPEndPoint(0, 0);
        payload = default;
        if (packet.Length < HeaderLength || packet[0] >> 4 != 4)
        {
            return false;
        }

        var header = (packet[0] & 0xf) * 4;
        var total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < IpHeader || total > packet.Length || total < header + UdpHeader || packet[9] != Udp
            || (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & MoreFragmentsAndOffset) != 0
            || Fold(Sum(packet[..header], 0)) != 0)
        {
            return false;
        }

        var udp = packet[header..total];
        var length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        if (length < UdpHeader || length > udp.Length)
        {
            return false;
        }

        udp = udp[..length];
        if (hasChecksum && BinaryPrimitives.ReadUInt16BigEndian(udp[6..]) != 0 && UdpChecksum(packet, udp) != 0)
        {
            return false;
        }

        source = new IPEndPoint(new IPAddress(packet.Slice(12, 4)), BinaryPrimitives.ReadUInt16BigEndian(udp));
        destination = new IPEndPoint(new IPAddress(packet.Slice(16, 4)), BinaryPrimitives.ReadUInt16BigEndian(udp[2..]));
        payload = udp[UdpHeader..];
        return true;
    }

    private static void WriteAddress(IPAddress address, Span<byte> target)
    {
        if (!address.TryWriteBytes(target[..4], out var written) || written != 4)
        {
            throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
        }
    }

    /// <summary>Over the pseudo header of both addresses, the protocol and the length, and the datagram (RFC 768).</summary>
    private static ushort UdpChecksum(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> udp) =>
        Fold(Sum(udp, Sum(packet.Slice(12, 8), (uint)(Udp + udp.Length))));

    private static uint Sum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }

        return bytes.Length == 1 ? sum + (uint)(bytes[0] << 8) : sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
