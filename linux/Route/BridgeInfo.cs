namespace CniChain.Linux.Route;

/// <summary>What a link of kind bridge is set to (IFLA_BR_*, linux/if_link.h).</summary>
public sealed record BridgeInfo
{
    /// <summary>Whether packets are kept apart by VLAN.</summary>
    public bool VlanFiltering { get; init; }

    /// <summary>The VLAN a new port gets, untagged; 0 for none. 1 unless changed.</summary>
    public ushort DefaultPvid { get; init; }

    /// <summary>Whether the spanning tree protocol runs.</summary>
    public bool SpanningTree { get; init; }

    /// <summary>Whether multicast goes only to ports that asked for it.</summary>
    public bool MulticastSnooping { get; init; }
}
