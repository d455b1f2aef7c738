using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 55: the codes of the options a client wants, by preference (RFC 2132, 9.8).</summary>
internal sealed class ParameterRequestOption : IDhcpOption<byte[]>
{
    public static byte Code => 55;

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
