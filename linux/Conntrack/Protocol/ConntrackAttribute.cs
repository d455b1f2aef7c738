namespace CniChain.Linux.Conntrack.Protocol;

/// <summary>Attributes of a connection (enum ctattr_type), linux/netfilter/nfnetlink_conntrack.h.</summary>
internal enum ConntrackAttribute : ushort
{
    /// <summary>CTA_TUPLE_ORIG</summary>
    TupleOriginal = 1,

    /// <summary>CTA_TUPLE_REPLY</summary>
    TupleReply = 2,

    /// <summary>CTA_ID</summary>
    Id = 12,

    /// <summary>CTA_ZONE</summary>
    Zone = 18,

    /// <summary>CTA_FILTER</summary>
    Filter = 25,
}
