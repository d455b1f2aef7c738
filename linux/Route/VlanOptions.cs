namespace CniChain.Linux.Route;

/// <summary>A VLAN (802.1Q) link to create on top of another.</summary>
public sealed record VlanOptions : LinkOptions
{
    /// <summary>The link it stands on, in the socket's namespace.</summary>
    public required int Parent { get; init; }

    /// <summary>The VLAN id, 0 to 4094.</summary>
    public required ushort VlanId { get; init; }
}
