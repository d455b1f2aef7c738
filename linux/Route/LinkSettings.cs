using System.Runtime.InteropServices;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>
/// What a link's description says of its settings below /proc/sys/net (IFLA_AF_SPEC): every one of them, without opening a file that the
/// kernel looks for among those of all namespaces.
/// </summary>
internal readonly record struct LinkSettings(bool? RouteLocalnet, int? AcceptRouterAdvertisements)
{
    public static LinkSettings Parse(NetlinkAttributes families)
    {
        int? routeLocalnet = null, acceptRa = null;
        foreach (var family in families)
        {
            // An array of s32 for each: IPv4's numbers are those of linux/ip.h and begin at 1, IPv6's those of linux/ipv6.h and begin at 0.
            switch (family.Type)
            {
                case Af.AF_INET when family.Nested.TryGet(Ifla.IFLA_INET_CONF, out var values):
                    routeLocalnet = At(values, IpDevConf.IPV4_DEVCONF_ROUTE_LOCALNET - 1);
                    break;
                case Af.AF_INET6 when family.Nested.TryGet(Ifla.IFLA_INET6_CONF, out var values):
                    acceptRa = At(values, IpDevConf.DEVCONF_ACCEPT_RA);
                    break;
            }
        }

        return new LinkSettings(routeLocalnet is { } on ? on != 0 : null, acceptRa);
    }

    private static int? At(NetlinkAttribute values, int index)
    {
        var numbers = MemoryMarshal.Cast<byte, int>(values.Value);
        return index < numbers.Length ? numbers[index] : null;
    }
}
