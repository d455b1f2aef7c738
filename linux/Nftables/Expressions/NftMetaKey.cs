namespace CniChain.Linux.Nftables.Expressions;

/// <summary>What the meta expression reads or sets (enum nft_meta_keys, linux/netfilter/nf_tables.h).</summary>
public enum NftMetaKey : uint
{
    /// <summary>NFT_META_LEN: packet length, 4 bytes.</summary>
    Length = 0,

    /// <summary>NFT_META_PROTOCOL: ether type, 2 bytes, network order.</summary>
    Protocol = 1,

    /// <summary>NFT_META_PRIORITY.</summary>
    Priority = 2,

    /// <summary>NFT_META_MARK: packet mark, 4 bytes, host order.</summary>
    Mark = 3,

    /// <summary>NFT_META_IIF: index of the input interface, 4 bytes, host order.</summary>
    InputIndex = 4,

    /// <summary>NFT_META_OIF.</summary>
    OutputIndex = 5,

    /// <summary>NFT_META_IIFNAME: name of the input interface, 16 bytes.</summary>
    InputName = 6,

    /// <summary>NFT_META_OIFNAME.</summary>
    OutputName = 7,

    /// <summary>NFT_META_NFPROTO: 2 or 10, 1 byte.</summary>
    NfProto = 15,

    /// <summary>NFT_META_L4PROTO: IP protocol number behind any IPv6 extension headers, 1 byte.</summary>
    L4Protocol = 16,

    /// <summary>NFT_META_BRI_IIFNAME: bridge of the input interface, 16 bytes.</summary>
    InputBridgeName = 17,

    /// <summary>NFT_META_BRI_OIFNAME.</summary>
    OutputBridgeName = 18,

    /// <summary>NFT_META_PKTTYPE: 1 byte.</summary>
    PacketType = 19,

    /// <summary>NFT_META_IIFGROUP: group of the input interface, 4 bytes, host order.</summary>
    InputGroup = 21,

    /// <summary>NFT_META_OIFGROUP.</summary>
    OutputGroup = 22,
}
