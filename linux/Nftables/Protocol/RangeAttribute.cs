namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the range expression (enum nft_range_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum RangeAttribute : ushort
{
    /// <summary>NFTA_RANGE_SREG</summary>
    SourceRegister = 1,

    /// <summary>NFTA_RANGE_OP</summary>
    Operator = 2,

    /// <summary>NFTA_RANGE_FROM_DATA</summary>
    From = 3,

    /// <summary>NFTA_RANGE_TO_DATA</summary>
    To = 4,
}
