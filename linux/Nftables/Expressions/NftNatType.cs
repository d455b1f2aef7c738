namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Which end of a packet is rewritten (enum nft_nat_types, linux/netfilter/nf_tables.h).</summary>
public enum NftNatType : uint
{
    /// <summary>NFT_NAT_SNAT.</summary>
    Source = 0,

    /// <summary>NFT_NAT_DNAT.</summary>
    Destination = 1,
}
