namespace CniChain.Linux.Nftables.Expressions;

/// <summary>A direction of a connection (enum ip_conntrack_dir, linux/netfilter/nf_conntrack_tuple_common.h).</summary>
public enum NftConntrackDirection : byte
{
    /// <summary>IP_CT_DIR_ORIGINAL: as its first packet went.</summary>
    Original = 0,

    /// <summary>IP_CT_DIR_REPLY.</summary>
    Reply = 1,
}
