using System.Net;

namespace CniChain;

/// <summary>A route of a result.</summary>
public sealed record CniRoute
{
    /// <summary>The destination. Host bits are kept as written.</summary>
    public required IpPrefix Destination { get; init; }

    /// <summary>The next hop; null means the network's own gateway.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The path's MTU in bytes; 0 when not stated.</summary>
    public int Mtu { get; init; }

    /// <summary>The TCP maximal segment size to announce, in bytes; 0 when not stated.</summary>
    public int AdvMss { get; init; }

    /// <summary>The metric, lower first; 0 when not stated.</summary>
    public int Priority { get; init; }

    /// <summary>The routing table's number; null means main.</summary>
    public int? Table { get; init; }

    /// <summary>The scope as in rtnetlink (0 universe, 253 link, 254 host); null means universe.</summary>
    public int? Scope { get; init; }
}
