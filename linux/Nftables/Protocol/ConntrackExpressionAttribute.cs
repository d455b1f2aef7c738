namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the ct expression (enum nft_ct_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ConntrackExpressionAttribute : ushort
{
    /// <summary>NFTA_CT_DREG</summary>
    DestinationRegister = 1,

    /// <summary>NFTA_CT_KEY</summary>
    Key = 2,

    /// <summary>NFTA_CT_DIRECTION</summary>
    Direction = 3,

    /// <summary>NFTA_CT_SREG</summary>
    SourceRegister = 4,
}
