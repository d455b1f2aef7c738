using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 54: the server that speaks or is meant (RFC 2132, 9.7).</summary>
internal sealed class ServerIdentifierOption : IDhcpOption<IPAddress>
{
    public static byte Code => 54;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IPAddress value)
    {
        value = data.Length == 4 ? new IPAddress(data) : null;
        return value is not null;
    }

    public static int Write(IPAddress value, Span<byte> target) =>
        value.TryWriteBytes(target[..4], out var written) && written == 4 ? written : throw new ArgumentException("not IPv4", nameof(value));
}
