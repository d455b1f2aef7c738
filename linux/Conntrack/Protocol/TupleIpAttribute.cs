namespace CniChain.Linux.Conntrack.Protocol;

/// <summary>Attributes of a tuple's addresses (enum ctattr_ip), linux/netfilter/nfnetlink_conntrack.h.</summary>
internal enum TupleIpAttribute : ushort
{
    /// <summary>CTA_IP_V4_SRC</summary>
    V4Source = 1,

    /// <summary>CTA_IP_V4_DST</summary>
    V4Destination = 2,

    /// <summary>CTA_IP_V6_SRC</summary>
    V6Source = 3,

    /// <summary>CTA_IP_V6_DST</summary>
    V6Destination = 4,
}
