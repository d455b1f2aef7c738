namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a set (enum nft_set_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum SetAttribute : ushort
{
    /// <summary>NFTA_SET_TABLE</summary>
    Table = 1,

    /// <summary>NFTA_SET_NAME</summary>
    Name = 2,

    /// <summary>NFTA_SET_FLAGS</summary>
    Flags = 3,

    /// <summary>NFTA_SET_KEY_TYPE</summary>
    KeyType = 4,

    /// <summary>NFTA_SET_KEY_LEN</summary>
    KeyLength = 5,

    /// <summary>NFTA_SET_DATA_TYPE</summary>
    DataType = 6,

    /// <summary>NFTA_SET_DATA_LEN</summary>
    DataLength = 7,

    /// <summary>NFTA_SET_DESC</summary>
    Description = 9,

    /// <summary>NFTA_SET_ID</summary>
    Id = 10,

    /// <summary>NFTA_SET_TIMEOUT</summary>
    Timeout = 11,

    /// <summary>NFTA_SET_USERDATA</summary>
    UserData = 13,
}
