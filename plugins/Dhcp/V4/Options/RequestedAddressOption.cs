using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 50: the address a client would like (RFC 2132, 9.1).</summary>
internal sealed class RequestedAddressOption : IDhcpOption<IPAddress>
{
    public static byte Code => 50;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IPAddress value)
    {
        value = data.Length == 4 ? new IPAddress(data) : null;
        return value is not null;
    }

    public static int Write(IPAddress value, Span<byte> target) =>
        value.TryWriteBytes(target[..4], out var written) && written == 4 ? written : throw new ArgumentException("not IPv4", nameof(value));
}
