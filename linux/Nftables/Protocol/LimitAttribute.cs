namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the limit expression (enum nft_limit_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum LimitAttribute : ushort
{
    /// <summary>NFTA_LIMIT_RATE</summary>
    Rate = 1,

    /// <summary>NFTA_LIMIT_UNIT</summary>
    Unit = 2,

    /// <summary>NFTA_LIMIT_BURST</summary>
    Burst = 3,

    /// <summary>NFTA_LIMIT_TYPE</summary>
    Type = 4,

    /// <summary>NFTA_LIMIT_FLAGS</summary>
    Flags = 5,
}
