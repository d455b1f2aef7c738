using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 31: time servers as of old (RFC 4075); option 56 takes its place.</summary>
internal sealed class SntpServersOption : IDhcpOption<IReadOnlyList<IPAddress>>
{
    public static ushort Code => 31;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> value) =>
        AddressList.IPv6.TryRead(data, out value);

    public static int Write(IReadOnlyList<IPAddress> value, Span<byte> target) => AddressList.IPv6.Write(value, target);
}
