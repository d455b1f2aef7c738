namespace CniChain.Plugins.Bridge;

/// <summary>A run of VLAN ids, both ends included, 1 to 4094.</summary>
internal readonly record struct VlanRange(ushort First, ushort Last)
{
    /// <summary>The greatest VLAN id; 4095 is reserved (IEEE 802.1Q).</summary>
    public const int MaxId = 4094;

    public bool Contains(int id) => id >= First && id <= Last;
}
