namespace CniChain.Linux.Netlink;

/// <summary>The netlink families this library speaks (linux/netlink.h).</summary>
public enum NetlinkProtocol
{
    /// <summary>NETLINK_ROUTE: links, addresses, routes, neighbours (rtnetlink(7)).</summary>
    Route = 0,

    /// <summary>NETLINK_NETFILTER: nf_tables and conntrack.</summary>
    Netfilter = 12,
}
