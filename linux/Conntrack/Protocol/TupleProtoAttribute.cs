namespace CniChain.Linux.Conntrack.Protocol;

/// <summary>Attributes of a tuple's protocol and ports (enum ctattr_l4proto), linux/netfilter/nfnetlink_conntrack.h.</summary>
internal enum TupleProtoAttribute : ushort
{
    /// <summary>CTA_PROTO_NUM</summary>
    Number = 1,

    /// <summary>CTA_PROTO_SRC_PORT</summary>
    SourcePort = 2,

    /// <summary>CTA_PROTO_DST_PORT</summary>
    DestinationPort = 3,
}
