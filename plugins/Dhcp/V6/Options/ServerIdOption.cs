using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 2: the server's DUID (RFC 8415, 21.3).</summary>
internal sealed class ServerIdOption : IDhcpOption<byte[]>
{
    public static ushort Code => 2;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out byte[] value) => Duid.TryRead(data, out value);

    public static int Write(byte[] value, Span<byte> target) => Duid.Write(value, target);
}
