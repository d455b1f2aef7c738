namespace CniChain.Linux.Route;

/// <summary>Changes to a bridge port; null leaves a setting as it is (IFLA_BRPORT_*, linux/if_link.h).</summary>
public sealed record BridgePortOptions
{
    /// <summary>Whether a packet may leave through the port it came in by.</summary>
    public bool? Hairpin { get; init; }

    /// <summary>Whether it talks to ports only that are not isolated (Linux 4.18).</summary>
    public bool? Isolated { get; init; }

    /// <summary>Whether source addresses are learnt.</summary>
    public bool? Learning { get; init; }

    /// <summary>Whether packets to unknown addresses are sent to it.</summary>
    public bool? UnicastFlood { get; init; }

    /// <summary>Whether spanning tree packets coming in disable it.</summary>
    public bool? BpduGuard { get; init; }

    /// <summary>Whether the bridge answers ARP and neighbour solicitation for what is behind other ports (Linux 4.15).</summary>
    public bool? NeighbourSuppression { get; init; }
}
