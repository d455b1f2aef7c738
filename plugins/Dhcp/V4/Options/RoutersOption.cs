using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 3: routers on the client's subnet, by preference (RFC 2132, 3.5).</summary>
internal sealed class RoutersOption : IDhcpOption<IReadOnlyList<IPAddress>>
{
    public static byte Code => 3;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> value) =>
        AddressList.IPv4.TryRead(data, out value);

    public static int Write(IReadOnlyList<IPAddress> value, Span<byte> target) => AddressList.IPv4.Write(value, target);
}
