namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the redir expression (enum nft_redir_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum RedirectAttribute : ushort
{
    /// <summary>NFTA_REDIR_REG_PROTO_MIN</summary>
    PortMin = 1,

    /// <summary>NFTA_REDIR_REG_PROTO_MAX</summary>
    PortMax = 2,

    /// <summary>NFTA_REDIR_FLAGS</summary>
    Flags = 3,
}
