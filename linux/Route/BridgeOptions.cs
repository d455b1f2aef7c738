namespace CniChain.Linux.Route;

/// <summary>A bridge to create.</summary>
public sealed record BridgeOptions : LinkOptions
{
    /// <summary>Whether to keep packets apart by VLAN; null leaves it to the kernel (off). EOPNOTSUPP without CONFIG_BRIDGE_VLAN_FILTERING.</summary>
    public bool? VlanFiltering { get; init; }

    /// <summary>The VLAN new ports get, untagged, 0 for none; null leaves it to the kernel (1).</summary>
    public ushort? DefaultPvid { get; init; }

    /// <summary>Whether multicast goes only to ports that asked for it; null leaves it to the kernel (on).</summary>
    public bool? MulticastSnooping { get; init; }
}
