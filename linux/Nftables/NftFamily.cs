namespace CniChain.Linux.Nftables;

/// <summary>The family of a table: which packets its chains see. Values are NFPROTO_*, linux/netfilter.h.</summary>
public enum NftFamily : byte
{
    /// <summary>NFPROTO_INET: IPv4 and IPv6.</summary>
    Inet = 1,

    /// <summary>NFPROTO_IPV4.</summary>
    Ip = 2,

    /// <summary>NFPROTO_ARP.</summary>
    Arp = 3,

    /// <summary>NFPROTO_NETDEV: one interface, before everything else.</summary>
    Netdev = 5,

    /// <summary>NFPROTO_BRIDGE: frames that a bridge forwards.</summary>
    Bridge = 7,

    /// <summary>NFPROTO_IPV6.</summary>
    Ip6 = 10,
}
