using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 59: T2, when any server is asked (RFC 2132, 9.12), in seconds; all ones means for ever.</summary>
internal sealed class RebindingTimeOption : IDhcpOption<uint>
{
    public static byte Code => 59;

    public static bool TryRead(ReadOnlySpan<byte> data, out uint value) => BinaryPrimitives.TryReadUInt32BigEndian(data, out value) && data.Length == 4;

    public static int Write(uint value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, value);
        return sizeof(uint);
    }
}
