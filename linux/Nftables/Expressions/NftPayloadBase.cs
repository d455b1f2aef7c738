namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Which header a payload offset counts from (enum nft_payload_bases, linux/netfilter/nf_tables.h).</summary>
public enum NftPayloadBase : uint
{
    /// <summary>NFT_PAYLOAD_LL_HEADER.</summary>
    Link = 0,

    /// <summary>NFT_PAYLOAD_NETWORK_HEADER.</summary>
    Network = 1,

    /// <summary>NFT_PAYLOAD_TRANSPORT_HEADER.</summary>
    Transport = 2,
}
