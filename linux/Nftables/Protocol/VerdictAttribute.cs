namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a verdict (enum nft_verdict_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum VerdictAttribute : ushort
{
    /// <summary>NFTA_VERDICT_CODE</summary>
    Code = 1,

    /// <summary>NFTA_VERDICT_CHAIN</summary>
    Chain = 2,
}
