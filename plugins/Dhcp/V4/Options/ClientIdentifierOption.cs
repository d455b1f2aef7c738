using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 61: who the client is: a type, then an identifier (RFC 2132, 9.14).</summary>
internal sealed class ClientIdentifierOption : IDhcpOption<byte[]>
{
    public static byte Code => 61;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out byte[] value)
    {
        value = data.Length >= 2 ? data.ToArray() : null;
        return value is not null;
    }

    public static int Write(byte[] value, Span<byte> target)
    {
        value.CopyTo(target);
        return value.Length;
    }
}
