using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 8: hundredths of a second since the exchange began (RFC 8415, 21.9).</summary>
internal sealed class ElapsedTimeOption : IDhcpOption<ushort>
{
    public static ushort Code => 8;

    public static bool TryRead(ReadOnlySpan<byte> data, out ushort value) => BinaryPrimitives.TryReadUInt16BigEndian(data, out value) && data.Length == 2;

    public static int Write(ushort value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, value);
        return sizeof(ushort);
    }
}
