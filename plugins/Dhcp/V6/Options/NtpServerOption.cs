using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 56: time servers (RFC 5908). Those by name and by multicast group are left out: what shows them shows addresses.</summary>
internal sealed class NtpServerOption : IDhcpOption<IReadOnlyList<IPAddress>>
{
    private const ushort ServerAddress = 1;
    private const int AddressSize = 16;

    public static ushort Code => 56;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> value)
    {
        value = null;

        // Its parts have the form of options.
        if (!DhcpOptions.TryRead(data, out var parts))
        {
            return false;
        }

        IPAddress[] servers = [.. parts.All.Where(p => p.Key == ServerAddress && p.Value.Length == AddressSize).Select(p => new IPAddress(p.Value))];
        value = servers;
        return servers.Length > 0;
    }

    public static int Write(IReadOnlyList<IPAddress> value, Span<byte> target)
    {
        var parts = new DhcpOptions();
        foreach (var server in value)
        {
            parts.Add(ServerAddress, server.GetAddressBytes());
        }

        return parts.Write(target);
    }
}
