using System.Net;

namespace CniChain;

/// <summary>An address of a result.</summary>
public sealed record CniIp
{
    /// <summary>The address with its network's prefix length.</summary>
    public required IpPrefix Address { get; init; }

    /// <summary>The network's gateway; null when there is none.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The index in <see cref="CniResult.Interfaces"/> it is assigned to; null when unknown or from an IPAM plugin.</summary>
    public int? Interface { get; init; }
}
