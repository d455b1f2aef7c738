namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of an expression (enum nft_expr_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum ExpressionAttribute : ushort
{
    /// <summary>NFTA_EXPR_NAME</summary>
    Name = 1,

    /// <summary>NFTA_EXPR_DATA</summary>
    Data = 2,
}
