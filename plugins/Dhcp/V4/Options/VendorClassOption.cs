using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 60: what kind of client it is, opaque bytes (RFC 2132, 9.13).</summary>
internal sealed class VendorClassOption : IDhcpOption<byte[]>
{
    public static byte Code => 60;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out byte[] value)
    {
        value = data.Length >= 1 ? data.ToArray() : null;
        return value is not null;
    }

    public static int Write(byte[] value, Span<byte> target)
    {
        value.CopyTo(target);
        return value.Length;
    }
}
