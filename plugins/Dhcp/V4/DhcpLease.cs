using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>An address lent by a server, and what came with it. Times are of the boot's clock, see <see cref="BootClock"/>.</summary>
internal sealed record DhcpLease
{
    /// <summary>The ACK it comes from.</summary>
    public required DhcpMessage Message { get; init; }

    public required IPAddress Address { get; init; }

    public required int PrefixLength { get; init; }

    public required IPAddress Server { get; init; }

    /// <summary>When the request was sent that the server granted: RFC 2131, 4.4.1, counts from there.</summary>
    public required TimeSpan Obtained { get; init; }

    /// <summary>The end; null for never.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>T1; null for never.</summary>
    public TimeSpan? Renews { get; init; }

    /// <summary>T2; null for never.</summary>
    public TimeSpan? Rebinds { get; init; }

    /// <summary>Routers on the subnet; empty when classless routes came, which take their place.</summary>
    public IReadOnlyList<IPAddress> Routers { get; init; } = [];

    public IReadOnlyList<DhcpRoute> Routes { get; init; } = [];

    public IReadOnlyList<IPAddress> NameServers { get; init; } = [];

    public string? Domain { get; init; }

    public IReadOnlyList<string> Search { get; init; } = [];

    public IReadOnlyList<IPAddress> NtpServers { get; init; } = [];

    /// <summary>The link's MTU as the server wants it; null when it does not say.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether the container's interface needs no change to go on with this one.</summary>
    public bool LooksLike(DhcpLease other) =>
        Address.Equals(other.Address) && PrefixLength == other.PrefixLength && Routers.SequenceEqual(other.Routers)
        && Routes.SequenceEqual(other.Routes) && Mtu == other.Mtu;

    /// <summary>Whether the result would read the same.</summary>
    public bool SaysTheSameAs(DhcpLease other) =>
        LooksLike(other) && NameServers.SequenceEqual(other.NameServers) && Domain == other.Domain && Search.SequenceEqual(other.Search)
        && NtpServers.SequenceEqual(other.NtpServers);
}
