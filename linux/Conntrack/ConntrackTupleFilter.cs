namespace CniChain.Linux.Conntrack;

/// <summary>Which fields of a tuple a filter goes by (CTA_FILTER_FLAG, in the kernel's net/netfilter/nf_internals.h and in no public header).</summary>
[Flags]
internal enum ConntrackTupleFilter : uint
{
    /// <summary>CTA_FILTER_F_CTA_IP_SRC.</summary>
    SourceAddress = 1 << 0,

    /// <summary>CTA_FILTER_F_CTA_IP_DST.</summary>
    DestinationAddress = 1 << 1,

    /// <summary>CTA_FILTER_F_CTA_PROTO_NUM.</summary>
    Protocol = 1 << 3,

    /// <summary>CTA_FILTER_F_CTA_PROTO_SRC_PORT.</summary>
    SourcePort = 1 << 4,

    /// <summary>CTA_FILTER_F_CTA_PROTO_DST_PORT.</summary>
    DestinationPort = 1 << 5,
}
