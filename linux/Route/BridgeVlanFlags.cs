namespace CniChain.Linux.Route;

/// <summary>What a VLAN is on a bridge port (BRIDGE_VLAN_INFO_*, linux/if_bridge.h).</summary>
[Flags]
public enum BridgeVlanFlags : ushort
{
    /// <summary>Tagged.</summary>
    None = 0,

    /// <summary>BRIDGE_VLAN_INFO_PVID: untagged packets coming in belong to it.</summary>
    Pvid = 2,

    /// <summary>BRIDGE_VLAN_INFO_UNTAGGED: its packets leave without a tag.</summary>
    Untagged = 4,
}
