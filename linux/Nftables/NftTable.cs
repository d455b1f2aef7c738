namespace CniChain.Linux.Nftables;

/// <summary>Names a table: its family and its name, which are unique together.</summary>
/// <param name="Family">The table's family.</param>
/// <param name="Name">The table's name.</param>
public readonly record struct NftTable(NftFamily Family, string Name)
{
    /// <summary>Names a set or map of this table.</summary>
    public NftSetRef Set(string name) => new(this, name);

    /// <summary>As the nft tool writes it: <c>inet cnichain_ports</c>.</summary>
    public override string ToString() => $"{FamilyName(Family)} {Name}";

    private static string FamilyName(NftFamily family) => family switch
    {
        NftFamily.Inet => "inet",
        NftFamily.Ip => "ip",
        NftFamily.Ip6 => "ip6",
        NftFamily.Bridge => "bridge",
        NftFamily.Arp => "arp",
        NftFamily.Netdev => "netdev",
        _ => $"family {(byte)family}",
    };
}
