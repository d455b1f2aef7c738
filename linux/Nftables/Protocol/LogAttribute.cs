namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the log expression (enum nft_log_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum LogAttribute : ushort
{
    /// <summary>NFTA_LOG_GROUP</summary>
    Group = 1,

    /// <summary>NFTA_LOG_PREFIX</summary>
    Prefix = 2,

    /// <summary>NFTA_LOG_LEVEL</summary>
    Level = 5,
}
