namespace CniChain.Linux.Conntrack.Protocol;

/// <summary>Attributes of one direction of a connection (enum ctattr_tuple), linux/netfilter/nfnetlink_conntrack.h.</summary>
internal enum TupleAttribute : ushort
{
    /// <summary>CTA_TUPLE_IP</summary>
    Ip = 1,

    /// <summary>CTA_TUPLE_PROTO</summary>
    Proto = 2,

    /// <summary>CTA_TUPLE_ZONE</summary>
    Zone = 3,
}
