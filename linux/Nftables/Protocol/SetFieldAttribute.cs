namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of one field of a concatenation (enum nft_set_field_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum SetFieldAttribute : ushort
{
    /// <summary>NFTA_SET_FIELD_LEN</summary>
    Length = 1,
}
