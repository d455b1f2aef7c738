namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a chain (enum nft_chain_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ChainAttribute : ushort
{
    /// <summary>NFTA_CHAIN_TABLE</summary>
    Table = 1,

    /// <summary>NFTA_CHAIN_HANDLE</summary>
    Handle = 2,

    /// <summary>NFTA_CHAIN_NAME</summary>
    Name = 3,

    /// <summary>NFTA_CHAIN_HOOK</summary>
    Hook = 4,

    /// <summary>NFTA_CHAIN_POLICY</summary>
    Policy = 5,

    /// <summary>NFTA_CHAIN_USE</summary>
    Use = 6,

    /// <summary>NFTA_CHAIN_TYPE</summary>
    Type = 7,

    /// <summary>NFTA_CHAIN_USERDATA</summary>
    UserData = 12,
}
