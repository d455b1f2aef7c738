namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the bitwise expression (enum nft_bitwise_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum BitwiseAttribute : ushort
{
    /// <summary>NFTA_BITWISE_SREG</summary>
    SourceRegister = 1,

    /// <summary>NFTA_BITWISE_DREG</summary>
    DestinationRegister = 2,

    /// <summary>NFTA_BITWISE_LEN</summary>
    Length = 3,

    /// <summary>NFTA_BITWISE_MASK</summary>
    Mask = 4,

    /// <summary>NFTA_BITWISE_XOR</summary>
    Xor = 5,
}
