namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Refusals that suit both ICMP versions (enum nft_reject_inet_code, linux/netfilter/nf_tables.h).</summary>
public enum NftRejectCode : byte
{
    /// <summary>NFT_REJECT_ICMPX_NO_ROUTE.</summary>
    NoRoute = 0,

    /// <summary>NFT_REJECT_ICMPX_PORT_UNREACH.</summary>
    PortUnreachable = 1,

    /// <summary>NFT_REJECT_ICMPX_HOST_UNREACH.</summary>
    HostUnreachable = 2,

    /// <summary>NFT_REJECT_ICMPX_ADMIN_PROHIBITED.</summary>
    AdminProhibited = 3,
}
