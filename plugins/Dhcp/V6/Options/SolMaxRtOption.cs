using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 82: the longest pause between SOLICITs, 60 to 86,400 seconds (RFC 8415, 21.24).</summary>
internal sealed class SolMaxRtOption : IDhcpOption<uint>
{
    public static ushort Code => 82;

    public static bool TryRead(ReadOnlySpan<byte> data, out uint value) =>
        BinaryPrimitives.TryReadUInt32BigEndian(data, out value) && data.Length == 4 && value is >= 60 and <= 86_400;

    public static int Write(uint value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, value);
        return sizeof(uint);
    }
}
