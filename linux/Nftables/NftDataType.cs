namespace CniChain.Linux.Nftables;

/// <summary>The types of keys and data, by the numbers the nft tool gives them (enum datatypes of nftables' include/datatype.h). The kernel keeps the number and passes it on; it is how `nft list` knows to print an address as one.</summary>
public enum NftDataType : uint
{
    /// <summary>nf_proto: 1 byte, 2 (IPv4) or 10 (IPv6).</summary>
    NfProto = 2,

    /// <summary>ipv4_addr: 4 bytes.</summary>
    Ipv4Address = 7,

    /// <summary>ipv6_addr: 16 bytes.</summary>
    Ipv6Address = 8,

    /// <summary>ether_addr: 6 bytes.</summary>
    EtherAddress = 9,

    /// <summary>ether_type: 2 bytes, network order.</summary>
    EtherType = 10,

    /// <summary>inet_proto: 1 byte.</summary>
    InetProtocol = 12,

    /// <summary>inet_service: 2 bytes, network order.</summary>
    InetService = 13,

    /// <summary>mark: 4 bytes, host order.</summary>
    Mark = 19,

    /// <summary>iface_index: 4 bytes, host order.</summary>
    InterfaceIndex = 20,

    /// <summary>ifname: 16 bytes, padded with zeros.</summary>
    InterfaceName = 41,

    /// <summary>verdict, as data of a map only (NFT_DATA_VERDICT).</summary>
    Verdict = 4294967040,
}
