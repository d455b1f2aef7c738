using System.Net;

namespace CniChain.Plugins.Dhcp;

/// <summary>An address lent by a server, of either family, and what came with it. Times are of the boot's clock, see <see cref="BootClock"/>.</summary>
internal abstract record Lease
{
    public required IPAddress Address { get; init; }

    public required int PrefixLength { get; init; }

    /// <summary>Who lent it; of DHCPv6 the address on the link that its answer came from.</summary>
    public required IPAddress Server { get; init; }

    /// <summary>When the request was sent that the server granted: RFC 2131, 4.4.1, counts from there, and to end early does no harm in RFC 8415.</summary>
    public required TimeSpan Obtained { get; init; }

    /// <summary>The end; null for never.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>T1; null for never.</summary>
    public TimeSpan? Renews { get; init; }

    /// <summary>T2; null for never.</summary>
    public TimeSpan? Rebinds { get; init; }

    public IReadOnlyList<IPAddress> NameServers { get; init; } = [];

    public string? Domain { get; init; }

    public IReadOnlyList<string> Search { get; init; } = [];

    public IReadOnlyList<IPAddress> NtpServers { get; init; } = [];

    /// <summary>The address with its prefix.</summary>
    public IpPrefix Prefix => new(Address, PrefixLength);

    /// <summary>Routers on the link, as the server says; DHCPv6 does not.</summary>
    public abstract IReadOnlyList<IPAddress> RoutersOnLink { get; }

    /// <summary>The server's message, as it came.</summary>
    public abstract byte[] Encode();

    /// <summary>Whether the container's interface needs no change to go on with this one.</summary>
    public virtual bool LooksLike(Lease other) => Address.Equals(other.Address) && PrefixLength == other.PrefixLength;

    /// <summary>Whether the result would read the same.</summary>
    public bool SaysTheSameAs(Lease other) =>
        LooksLike(other) && NameServers.SequenceEqual(other.NameServers) && Domain == other.Domain && Search.SequenceEqual(other.Search)
        && NtpServers.SequenceEqual(other.NtpServers);
}
