namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the immediate expression (enum nft_immediate_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ImmediateAttribute : ushort
{
    /// <summary>NFTA_IMMEDIATE_DREG</summary>
    DestinationRegister = 1,

    /// <summary>NFTA_IMMEDIATE_DATA</summary>
    Data = 2,
}
