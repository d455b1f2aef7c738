using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 58: T1, when the lending server is asked again (RFC 2132, 9.11), in seconds; all ones means for ever.</summary>
internal sealed class RenewalTimeOption : IDhcpOption<uint>
{
    public static byte Code => 58;

    public static bool TryRead(ReadOnlySpan<byte> data, out uint value) => BinaryPrimitives.TryReadUInt32BigEndian(data, out value) && data.Length == 4;

    public static int Write(uint value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, value);
        return sizeof(uint);
    }
}
