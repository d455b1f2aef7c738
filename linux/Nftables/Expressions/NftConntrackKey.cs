namespace CniChain.Linux.Nftables.Expressions;

/// <summary>What the ct expression reads or sets (enum nft_ct_keys, linux/netfilter/nf_tables.h).</summary>
public enum NftConntrackKey : uint
{
    /// <summary>NFT_CT_STATE: NftConntrackState, 4 bytes, host order.</summary>
    State = 0,

    /// <summary>NFT_CT_DIRECTION: 0 original, 1 reply, 1 byte.</summary>
    Direction = 1,

    /// <summary>NFT_CT_STATUS: NftConntrackStatus, 4 bytes, host order.</summary>
    Status = 2,

    /// <summary>NFT_CT_MARK: 4 bytes, host order.</summary>
    Mark = 3,

    /// <summary>NFT_CT_PROTOCOL: 1 byte; needs a direction.</summary>
    Protocol = 10,

    /// <summary>NFT_CT_PROTO_SRC: source port, 2 bytes, network order; needs a direction.</summary>
    ProtoSource = 11,

    /// <summary>NFT_CT_PROTO_DST: destination port, 2 bytes, network order; needs a direction.</summary>
    ProtoDestination = 12,

    /// <summary>NFT_CT_SRC_IP: 4 bytes; needs a direction.</summary>
    SourceIp = 19,

    /// <summary>NFT_CT_DST_IP.</summary>
    DestinationIp = 20,

    /// <summary>NFT_CT_SRC_IP6: 16 bytes; needs a direction.</summary>
    SourceIp6 = 21,

    /// <summary>NFT_CT_DST_IP6.</summary>
    DestinationIp6 = 22,
}
