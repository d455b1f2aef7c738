namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a set element (enum nft_set_elem_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ElementAttribute : ushort
{
    /// <summary>NFTA_SET_ELEM_KEY</summary>
    Key = 1,

    /// <summary>NFTA_SET_ELEM_DATA</summary>
    Data = 2,

    /// <summary>NFTA_SET_ELEM_FLAGS</summary>
    Flags = 3,

    /// <summary>NFTA_SET_ELEM_TIMEOUT</summary>
    Timeout = 4,

    /// <summary>NFTA_SET_ELEM_USERDATA</summary>
    UserData = 6,

    /// <summary>NFTA_SET_ELEM_KEY_END</summary>
    KeyEnd = 10,
}
