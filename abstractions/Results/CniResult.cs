namespace CniChain;

/// <summary>What ADD made, independent of the version it is read or written in (CNI specification 1.1.0, section 5).</summary>
/// <remarks>Immutable: a chained plugin returns <c>prevResult with { ... }</c>.</remarks>
public sealed record CniResult
{
    /// <summary>A result with nothing in it.</summary>
    public static CniResult Empty { get; } = new();

    /// <summary>The interfaces, in the container and on the host. Empty in a result of an IPAM plugin or one read from 0.2.0.</summary>
    public IReadOnlyList<CniInterface> Interfaces { get; init; } = [];

    /// <summary>The addresses assigned.</summary>
    public IReadOnlyList<CniIp> Ips { get; init; } = [];

    /// <summary>The routes made in the container.</summary>
    public IReadOnlyList<CniRoute> Routes { get; init; } = [];

    /// <summary>What belongs into the container's resolv.conf.</summary>
    public CniDns Dns { get; init; } = CniDns.Empty;
}
