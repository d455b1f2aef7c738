using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 1: the client's DUID (RFC 8415, 21.2).</summary>
internal sealed class ClientIdOption : IDhcpOption<byte[]>
{
    public static ushort Code => 1;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out byte[] value) => Duid.TryRead(data, out value);

    public static int Write(byte[] value, Span<byte> target) => Duid.Write(value, target);
}
