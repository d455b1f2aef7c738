using System.Diagnostics.CodeAnalysis;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 15: the domain names are looked up in (RFC 2132, 3.17).</summary>
internal sealed class DomainNameOption : IDhcpOption<string>
{
    public static byte Code => 15;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out string value) => NameText.TryRead(data, out value);

    public static int Write(string value, Span<byte> target) => System.Text.Encoding.ASCII.GetBytes(value, target);
}
