namespace CniChain.Linux.Nftables;

/// <summary>A chain: one that rules jump to or, with a hook, one that packets come to by themselves (a base chain).</summary>
/// <param name="Table">Its table.</param>
/// <param name="Name">Its name. Not a word of nft's own language, such as <c>dnat</c>: nft would list it but not load it again.</param>
public sealed record NftChain(NftTable Table, string Name)
{
    /// <summary>Where it sits in the packet's way; null for a chain that is only jumped to.</summary>
    public NftHook? Hook { get; init; }

    /// <summary>Of a base chain: <c>filter</c>, <c>nat</c> or <c>route</c>.</summary>
    public string Type { get; init; } = "filter";

    /// <summary>Of a base chain: its order among the chains of the hook, lowest first; see <see cref="NftPriority"/>.</summary>
    public int Priority { get; init; }

    /// <summary>Of a base chain: what becomes of packets no rule decides on, accept or drop; null for accept, or to leave it as it is.</summary>
    public NftVerdictCode? Policy { get; init; }

    /// <summary>Of a base chain in the netdev family: the interface.</summary>
    public string? Device { get; init; }

    /// <summary>What it is for; 127 bytes at most, no quotes; null for none.</summary>
    public string? Comment { get; init; }

    /// <summary>How many rules and map elements hold on to it, its own rules included; as read from the kernel, 0 otherwise.</summary>
    public uint Uses { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Table} {Name}";
}
