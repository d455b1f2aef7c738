using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 23: name servers, by preference (RFC 3646, 3).</summary>
internal sealed class DnsServersOption : IDhcpOption<IReadOnlyList<IPAddress>>
{
    public static ushort Code => 23;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> value) =>
        AddressList.IPv6.TryRead(data, out value);

    public static int Write(IReadOnlyList<IPAddress> value, Span<byte> target) => AddressList.IPv6.Write(value, target);
}
