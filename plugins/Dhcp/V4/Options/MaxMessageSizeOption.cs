using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 57: the longest message a client takes, 576 at least (RFC 2132, 9.10).</summary>
internal sealed class MaxMessageSizeOption : IDhcpOption<ushort>
{
    public static byte Code => 57;

    public static bool TryRead(ReadOnlySpan<byte> data, out ushort value) =>
        BinaryPrimitives.TryReadUInt16BigEndian(data, out value) && data.Length == 2 && value >= 576;

    public static int Write(ushort value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, value);
        return sizeof(ushort);
    }
}
