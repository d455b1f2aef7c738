using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Route;
using KernelRoute = CniChain.Linux.Route.Route;

namespace CniChain.Plugins;

/// <summary>The routes to their subnets that the kernel adds with addresses, which anybody may have deleted since.</summary>
/// <remarks>
/// A later plugin may move one: sbr into a table for the container's own address, vrf into the VRF's. So one in any table counts, as long
/// as it is over the same link.
/// </remarks>
internal static class SubnetRoutes
{
    /// <summary>The addresses whose subnet has no route over the link.</summary>
    /// <param name="end">The link; while it is down, or has no carrier, the kernel itself takes such routes away.</param>
    /// <param name="routes">Its routes in all tables.</param>
    /// <param name="ips">The addresses.</param>
    public static IEnumerable<CniIp> Missing(Link end, IReadOnlyList<KernelRoute> routes, IReadOnlyList<CniIp> ips) =>
        end is { IsUp: true, OperState: OperState.Up }
            ? ips.Where(ip => ip.Address.PrefixLength < ip.Address.Bits && !routes.Any(route => IsOf(route, ip.Address.Network)))
            : [];

    /// <summary>The route as the kernel makes it.</summary>
    public static KernelRoute Of(CniIp ip, int link) => new()
    {
        Destination = ip.Address.Network,
        OutLink = link,
        Scope = RouteScope.Link,
        Protocol = RouteProtocol.Kernel,
        Source = ip.Address.Address.AddressFamily == AddressFamily.InterNetwork ? ip.Address.Address : null,
        Priority = ip.Address.IsIPv6 ? KernelPriority6 : null,
    };

    // IP6_RT_PRIO_ADDRCONF (net/ipv6_route.h): of prefix routes, better than a static route's 1024.
    private const uint KernelPriority6 = 256;

    private static bool IsOf(KernelRoute route, IPNetwork subnet) =>
        route is { Type: RouteType.Unicast, Gateway: null } && route.Destination.Equals(subnet);
}
