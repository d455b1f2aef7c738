namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the meta expression (enum nft_meta_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum MetaAttribute : ushort
{
    /// <summary>NFTA_META_DREG</summary>
    DestinationRegister = 1,

    /// <summary>NFTA_META_KEY</summary>
    Key = 2,

    /// <summary>NFTA_META_SREG</summary>
    SourceRegister = 3,
}
