namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a table (enum nft_table_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum TableAttribute : ushort
{
    /// <summary>NFTA_TABLE_NAME</summary>
    Name = 1,

    /// <summary>NFTA_TABLE_FLAGS</summary>
    Flags = 2,

    /// <summary>NFTA_TABLE_USERDATA</summary>
    UserData = 6,
}
