namespace CniChain.Linux.Route;

/// <summary>VLANs that a bridge port, or the bridge itself, is a member of (struct bridge_vlan_info, linux/if_bridge.h).</summary>
/// <param name="First">The first VLAN id, 1 to 4094.</param>
/// <param name="Last">The last VLAN id; equal to <paramref name="First"/> for a single one.</param>
/// <param name="Flags">What they are there.</param>
public sealed record BridgeVlan(ushort First, ushort Last, BridgeVlanFlags Flags);
