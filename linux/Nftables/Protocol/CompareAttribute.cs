namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the cmp expression (enum nft_cmp_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum CompareAttribute : ushort
{
    /// <summary>NFTA_CMP_SREG</summary>
    SourceRegister = 1,

    /// <summary>NFTA_CMP_OP</summary>
    Operator = 2,

    /// <summary>NFTA_CMP_DATA</summary>
    Data = 3,
}
