namespace CniChain.Linux.Nftables.Expressions;

/// <summary>How a packet is refused (enum nft_reject_types, linux/netfilter/nf_tables.h).</summary>
public enum NftRejectType : uint
{
    /// <summary>NFT_REJECT_ICMP_UNREACH: codes of the family's own ICMP.</summary>
    Icmp = 0,

    /// <summary>NFT_REJECT_TCP_RST.</summary>
    TcpReset = 1,

    /// <summary>NFT_REJECT_ICMPX_UNREACH: NftRejectCode, for the inet and bridge families.</summary>
    Icmpx = 2,
}
