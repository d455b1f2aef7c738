namespace CniChain.Linux.Conntrack.Protocol;

/// <summary>Attributes of which tuple fields a filter goes by (enum ctattr_filter), linux/netfilter/nfnetlink_conntrack.h.</summary>
internal enum FilterAttribute : ushort
{
    /// <summary>CTA_FILTER_ORIG_FLAGS</summary>
    OriginalFlags = 1,

    /// <summary>CTA_FILTER_REPLY_FLAGS</summary>
    ReplyFlags = 2,
}
