namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the reject expression (enum nft_reject_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum RejectAttribute : ushort
{
    /// <summary>NFTA_REJECT_TYPE</summary>
    Type = 1,

    /// <summary>NFTA_REJECT_ICMP_CODE</summary>
    IcmpCode = 2,
}
