using System.Buffers.Binary;
using System.Net.Sockets;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>The first packet of an SCTP association (RFC 9260, sections 3.1 and 3.3.2).</summary>
internal static partial class SctpInit
{
    private const int HeaderSize = 12;
    private const int ChunkSize = 20;
    private const int ChecksumOffset = 8;

    private const int AddressFamilyInet = 2;
    private const int SocketRaw = 3;
    private const int SocketCloseOnExec = 0x80000;
    private const int ProtocolSctp = 132;

    /// <summary>A raw socket for SCTP, which System.Net.Sockets does not know by name.</summary>
    public static Socket OpenSocket()
    {
        var fd = OpenNative(AddressFamilyInet, SocketRaw | SocketCloseOnExec, ProtocolSctp);
        return fd >= 0
            ? new Socket(new SafeSocketHandle(fd, ownsHandle: true))
            : throw new SocketException(Marshal.GetLastPInvokeError());
    }

    public static byte[] Write(ushort source, ushort destination)
    {
        var packet = new byte[HeaderSize + ChunkSize];
        BinaryPrimitives.WriteUInt16BigEndian(packet, source);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), destination);
        var chunk = packet.AsSpan(HeaderSize);
        chunk[0] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], ChunkSize);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], 0x12345678);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[8..], 65536);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[12..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[14..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[16..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(ChecksumOffset), Checksum(packet));
        return packet;
    }

    public static int SourcePort(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet);

    public static int DestinationPort(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    public static bool HasGoodChecksum(ReadOnlySpan<byte> packet)
    {
        var copy = packet.ToArray();
        copy.AsSpan(ChecksumOffset, 4).Clear();
        return BinaryPrimitives.ReadUInt32LittleEndian(packet[ChecksumOffset..]) == Checksum(copy);
    }

    /// <summary>CRC32c over the packet with a zero checksum (RFC 9260, appendix A).</summary>
    private static uint Checksum(ReadOnlySpan<byte> packet)
    {
        var crc = uint.MaxValue;
        foreach (var b in packet)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenNative(int domain, int type, int protocol);
}
