namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the masq expression (enum nft_masq_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum MasqueradeAttribute : ushort
{
    /// <summary>NFTA_MASQ_FLAGS</summary>
    Flags = 1,

    /// <summary>NFTA_MASQ_REG_PROTO_MIN</summary>
    PortMin = 2,

    /// <summary>NFTA_MASQ_REG_PROTO_MAX</summary>
    PortMax = 3,
}
