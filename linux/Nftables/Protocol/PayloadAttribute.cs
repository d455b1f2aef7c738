namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the payload expression (enum nft_payload_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum PayloadAttribute : ushort
{
    /// <summary>NFTA_PAYLOAD_DREG</summary>
    DestinationRegister = 1,

    /// <summary>NFTA_PAYLOAD_BASE</summary>
    Base = 2,

    /// <summary>NFTA_PAYLOAD_OFFSET</summary>
    Offset = 3,

    /// <summary>NFTA_PAYLOAD_LEN</summary>
    Length = 4,

    /// <summary>NFTA_PAYLOAD_SREG</summary>
    SourceRegister = 5,

    /// <summary>NFTA_PAYLOAD_CSUM_TYPE</summary>
    ChecksumType = 6,

    /// <summary>NFTA_PAYLOAD_CSUM_OFFSET</summary>
    ChecksumOffset = 7,

    /// <summary>NFTA_PAYLOAD_CSUM_FLAGS</summary>
    ChecksumFlags = 8,
}
