using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 56: why a NAK, in words (RFC 2132, 9.9). It reaches error messages, so only printable ASCII passes.</summary>
internal sealed class MessageTextOption : IDhcpOption<string>
{
    public static byte Code => 56;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out string value)
    {
        var bytes = data.TrimEnd((byte)0);
        value = string.Create(bytes.Length, bytes, static (text, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                text[i] = source[i] is >= 0x20 and < 0x7f ? (char)source[i] : '?';
            }
        });
        return value.Length > 0;
    }

    public static int Write(string value, Span<byte> target) => Encoding.ASCII.GetBytes(value, target);
}
