using System.Net;

namespace CniChain.Linux.Route;

/// <summary>An entry of the ARP or neighbour discovery table (struct ndmsg, linux/neighbour.h).</summary>
public sealed record Neighbour
{
    /// <summary>The link it is on.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>Its IP address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Its link-layer address; null while unknown, and for a proxy entry.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>What is known of it. Default <see cref="NeighbourState.Permanent"/>.</summary>
    public NeighbourState State { get; init; } = NeighbourState.Permanent;

    /// <summary>Whether this machine answers for it (NTF_PROXY). Default false.</summary>
    public bool IsProxy { get; init; }
}
