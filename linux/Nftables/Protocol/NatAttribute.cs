namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the nat expression (enum nft_nat_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum NatAttribute : ushort
{
    /// <summary>NFTA_NAT_TYPE</summary>
    Type = 1,

    /// <summary>NFTA_NAT_FAMILY</summary>
    Family = 2,

    /// <summary>NFTA_NAT_REG_ADDR_MIN</summary>
    AddressMin = 3,

    /// <summary>NFTA_NAT_REG_ADDR_MAX</summary>
    AddressMax = 4,

    /// <summary>NFTA_NAT_REG_PROTO_MIN</summary>
    PortMin = 5,

    /// <summary>NFTA_NAT_REG_PROTO_MAX</summary>
    PortMax = 6,

    /// <summary>NFTA_NAT_FLAGS</summary>
    Flags = 7,
}
