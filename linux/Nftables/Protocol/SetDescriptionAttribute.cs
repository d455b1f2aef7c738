namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a set's size and concatenation (enum nft_set_desc_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum SetDescriptionAttribute : ushort
{
    /// <summary>NFTA_SET_DESC_SIZE</summary>
    Size = 1,

    /// <summary>NFTA_SET_DESC_CONCAT</summary>
    Concatenation = 2,
}
