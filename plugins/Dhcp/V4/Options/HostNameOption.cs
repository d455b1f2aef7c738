using System.Diagnostics.CodeAnalysis;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 12: the client's name (RFC 2132, 3.14).</summary>
internal sealed class HostNameOption : IDhcpOption<string>
{
    public static byte Code => 12;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out string value) => NameText.TryRead(data, out value);

    public static int Write(string value, Span<byte> target) => System.Text.Encoding.ASCII.GetBytes(value, target);
}
