using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 51: how long the address is lent (RFC 2132, 9.2), in seconds; all ones means for ever.</summary>
internal sealed class LeaseTimeOption : IDhcpOption<uint>
{
    public static byte Code => 51;

    public static bool TryRead(ReadOnlySpan<byte> data, out uint value) => BinaryPrimitives.TryReadUInt32BigEndian(data, out value) && data.Length == 4;

    public static int Write(uint value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, value);
        return sizeof(uint);
    }
}
