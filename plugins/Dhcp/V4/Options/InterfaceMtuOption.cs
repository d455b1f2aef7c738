using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 26: the link's MTU in bytes, 68 at least (RFC 2132, 5.1).</summary>
internal sealed class InterfaceMtuOption : IDhcpOption<ushort>
{
    public static byte Code => 26;

    public static bool TryRead(ReadOnlySpan<byte> data, out ushort value) =>
        BinaryPrimitives.TryReadUInt16BigEndian(data, out value) && data.Length == 2 && value >= 68;

    public static int Write(ushort value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, value);
        return sizeof(ushort);
    }
}
