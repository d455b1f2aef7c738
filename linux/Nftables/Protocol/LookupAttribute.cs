namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the lookup expression (enum nft_lookup_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum LookupAttribute : ushort
{
    /// <summary>NFTA_LOOKUP_SET</summary>
    Set = 1,

    /// <summary>NFTA_LOOKUP_SREG</summary>
    SourceRegister = 2,

    /// <summary>NFTA_LOOKUP_DREG</summary>
    DestinationRegister = 3,

    /// <summary>NFTA_LOOKUP_FLAGS</summary>
    Flags = 5,
}
