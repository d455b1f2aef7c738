namespace CniChain.Linux.Route;

/// <summary>What a link whose master is a bridge is there (IFLA_BRPORT_*, linux/if_link.h).</summary>
public sealed record BridgePort
{
    /// <summary>Its spanning tree state; also without the protocol, a port that forwards says so here.</summary>
    public BridgePortState State { get; init; }

    /// <summary>Whether a packet may leave through the port it came in by.</summary>
    public bool Hairpin { get; init; }

    /// <summary>Whether it talks to ports only that are not isolated.</summary>
    public bool Isolated { get; init; }

    /// <summary>Whether source addresses are learnt.</summary>
    public bool Learning { get; init; }

    /// <summary>Whether packets to unknown addresses are sent to it.</summary>
    public bool UnicastFlood { get; init; }

    /// <summary>Whether spanning tree packets coming in disable it.</summary>
    public bool BpduGuard { get; init; }

    /// <summary>Whether the bridge answers ARP and neighbour solicitation for what is behind other ports.</summary>
    public bool NeighbourSuppression { get; init; }
}
