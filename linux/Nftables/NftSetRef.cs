namespace CniChain.Linux.Nftables;

/// <summary>Names a set or map: its table and its name.</summary>
/// <param name="Table">The table that holds it.</param>
/// <param name="Name">The set's name.</param>
public readonly record struct NftSetRef(NftTable Table, string Name)
{
    /// <summary>As the nft tool writes it: <c>inet cnichain_ports ports4</c>.</summary>
    public override string ToString() => $"{Table} {Name}";
}
