namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a list of expressions or elements (enum nft_list_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ListAttribute : ushort
{
    /// <summary>NFTA_LIST_ELEM</summary>
    Element = 1,
}
