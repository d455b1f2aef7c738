namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the ruleset's generation (enum nft_gen_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum GenerationAttribute : ushort
{
    /// <summary>NFTA_GEN_ID</summary>
    Id = 1,
}
