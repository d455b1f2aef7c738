namespace CniChain.Linux.Nftables;

/// <summary>How a field of a key reads.</summary>
internal enum NftFieldKind
{
    Unknown = 0,
    Ipv4,
    Ipv6,
    Protocol,
    Port,
    InterfaceName,
    EtherAddress,
    Number,
}
