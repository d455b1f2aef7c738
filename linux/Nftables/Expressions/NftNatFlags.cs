namespace CniChain.Linux.Nftables.Expressions;

/// <summary>How a port or address is chosen (NF_NAT_RANGE_*, linux/netfilter/nf_nat.h).</summary>
[Flags]
public enum NftNatFlags : uint
{
    /// <summary>Kept where free.</summary>
    None = 0,

    /// <summary>NF_NAT_RANGE_PROTO_SPECIFIED; the kernel adds it itself where a port register is given.</summary>
    PortSpecified = 1 << 1,

    /// <summary>NF_NAT_RANGE_PROTO_RANDOM.</summary>
    Random = 1 << 2,

    /// <summary>NF_NAT_RANGE_PERSISTENT: one client, one address.</summary>
    Persistent = 1 << 3,

    /// <summary>NF_NAT_RANGE_PROTO_RANDOM_FULLY.</summary>
    FullyRandom = 1 << 4,
}
