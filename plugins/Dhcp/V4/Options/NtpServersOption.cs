using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 42: time servers, by preference (RFC 2132, 8.3).</summary>
internal sealed class NtpServersOption : IDhcpOption<IReadOnlyList<IPAddress>>
{
    public static byte Code => 42;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> value) =>
        AddressList.IPv4.TryRead(data, out value);

    public static int Write(IReadOnlyList<IPAddress> value, Span<byte> target) => AddressList.IPv4.Write(value, target);
}
