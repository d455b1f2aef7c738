namespace CniChain.Linux.Route;

/// <summary>What a link request wants in its answer, and the groups of notifications (linux/rtnetlink.h).</summary>
internal static class RtnlFilter
{
    public const uint RTEXT_FILTER_BRVLAN = 2;
    public const uint RTEXT_FILTER_BRVLAN_COMPRESSED = 4;
    public const uint RTEXT_FILTER_SKIP_STATS = 8;
    public const uint RTNLGRP_LINK = 1;
    public const uint RTNLGRP_IPV6_IFADDR = 9;
}
