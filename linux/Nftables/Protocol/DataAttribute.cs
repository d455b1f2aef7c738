namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a value or a verdict (enum nft_data_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum DataAttribute : ushort
{
    /// <summary>NFTA_DATA_VALUE</summary>
    Value = 1,

    /// <summary>NFTA_DATA_VERDICT</summary>
    Verdict = 2,
}
