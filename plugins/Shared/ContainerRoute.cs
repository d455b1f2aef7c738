using System.Net;
using CniChain.Linux.Route;
using KernelRoute = CniChain.Linux.Route.Route;

namespace CniChain.Plugins;

/// <summary>A result's route as the kernel takes it.</summary>
internal static class ContainerRoute
{
    /// <summary>Translates a route.</summary>
    /// <param name="route">The route.</param>
    /// <param name="ips">The container's addresses, whose gateways stand in for a route without one.</param>
    /// <param name="link">The index of the container's interface.</param>
    public static KernelRoute ToKernel(CniRoute route, IReadOnlyList<CniIp> ips, int link) => new()
    {
        Destination = route.Destination.Network,
        Gateway = GatewayOf(route, ips),
        OutLink = link,
        Mtu = route.Mtu == 0 ? null : (uint)route.Mtu,
        AdvMss = route.AdvMss == 0 ? null : (uint)route.AdvMss,
        Priority = route.Priority == 0 ? null : (uint)route.Priority,
        Table = (uint?)route.Table,
        Scope = (RouteScope?)route.Scope,
    };

    /// <summary>The router of a route: its own, else the network's of the same family; null when the destination is on the link.</summary>
    public static IPAddress? GatewayOf(CniRoute route, IReadOnlyList<CniIp> ips)
    {
        // A route that is stated to be on the link, as a DHCP server may send it, has no router even where the network has one.
        if (route.Gateway is not null || route.Scope == (int)RouteScope.Link)
        {
            return route.Gateway;
        }

        foreach (var ip in ips)
        {
            if (ip.Gateway is { } gateway && ip.Address.IsIPv6 == route.Destination.IsIPv6)
            {
                return gateway;
            }
        }

        return null;
    }
}
