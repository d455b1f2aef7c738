namespace CniChain.Linux.Route;

/// <summary>Numbers of a link's settings (linux/ip.h, linux/ipv6.h), and of those that a namespace has for all (linux/netconf.h).</summary>
internal static class IpDevConf
{
    public const int IPV4_DEVCONF_ARP_NOTIFY = 22;
    public const int IPV4_DEVCONF_ROUTE_LOCALNET = 26;
    public const int DEVCONF_ACCEPT_RA = 3;
    public const ushort NETCONFA_IFINDEX = 1;
    public const ushort NETCONFA_FORWARDING = 2;
    public const int NETCONFA_IFINDEX_ALL = -1;
}
