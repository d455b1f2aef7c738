namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Bits of a packet's place in its connection, as `ct state` knows them (NF_CT_STATE_BIT, linux/netfilter/nf_conntrack_common.h).</summary>
[Flags]
public enum NftConntrackState : uint
{
    /// <summary>NF_CT_STATE_INVALID_BIT.</summary>
    Invalid = 1 << 0,

    /// <summary>NF_CT_STATE_BIT(IP_CT_ESTABLISHED).</summary>
    Established = 1 << 1,

    /// <summary>NF_CT_STATE_BIT(IP_CT_RELATED).</summary>
    Related = 1 << 2,

    /// <summary>NF_CT_STATE_BIT(IP_CT_NEW).</summary>
    New = 1 << 3,

    /// <summary>NF_CT_STATE_UNTRACKED_BIT.</summary>
    Untracked = 1 << 6,
}
