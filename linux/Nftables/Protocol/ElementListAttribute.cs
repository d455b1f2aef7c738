namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a message about set elements (enum nft_set_elem_list_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ElementListAttribute : ushort
{
    /// <summary>NFTA_SET_ELEM_LIST_TABLE</summary>
    Table = 1,

    /// <summary>NFTA_SET_ELEM_LIST_SET</summary>
    Set = 2,

    /// <summary>NFTA_SET_ELEM_LIST_ELEMENTS</summary>
    Elements = 3,
}
