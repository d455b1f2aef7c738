namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Bits of a connection's status (enum ip_conntrack_status, linux/netfilter/nf_conntrack_common.h).</summary>
[Flags]
public enum NftConntrackStatus : uint
{
    /// <summary>IPS_EXPECTED.</summary>
    Expected = 1 << 0,

    /// <summary>IPS_SEEN_REPLY.</summary>
    SeenReply = 1 << 1,

    /// <summary>IPS_ASSURED.</summary>
    Assured = 1 << 2,

    /// <summary>IPS_CONFIRMED.</summary>
    Confirmed = 1 << 3,

    /// <summary>IPS_SRC_NAT: its source was rewritten.</summary>
    SourceNat = 1 << 4,

    /// <summary>IPS_DST_NAT: its destination was rewritten.</summary>
    DestinationNat = 1 << 5,
}
