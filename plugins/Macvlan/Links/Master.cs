using System.Net.Sockets;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Macvlan.Links;

/// <summary>The link that the network's interfaces stand on.</summary>
internal static class Master
{
    /// <summary>Finds it, and sees that the configured MTU fits.</summary>
    /// <param name="side">The host, or with "linkInContainer" the container.</param>
    /// <param name="config">The network.</param>
    /// <exception cref="CniException">Code 7: there is no such link, or no default route to find one by, or the MTU is larger than its own.</exception>
    public static Link Find(NetworkSide side, MacvlanConfig config)
    {
        var where = config.LinkInContainer ? "the container" : "the host";
        var link = KernelFailure.Guard("look for the master", () => config.Master is { } name ? side.Route.FindLink(name) : OfDefaultRoute(side));
        if (link is null)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                config.Master is { } missing
                    ? $"\"master\" is \"{missing}\", which {where} does not have; give the name of one of its links"
                    : $"\"master\" is not given and {where} has no default route to find it by; give the name of a link");
        }

        return config.Mtu <= link.Mtu
            ? link
            : throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"mtu\" is {config.Mtu}, more than the {link.Mtu} of its master \"{link.Name}\"; give at most that, or 0 for the same");
    }

    /// <summary>IPv4 first, as the reference plugin looks only there; of several routes the one that is used.</summary>
    private static Link? OfDefaultRoute(NetworkSide side)
    {
        foreach (var family in (ReadOnlySpan<AddressFamily>)[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6])
        {
            (uint Priority, int Link)? best = null;
            foreach (var route in side.Route.GetRoutes(family: family))
            {
                var link = route.OutLink ?? (route.NextHops.Count > 0 ? route.NextHops[0].OutLink : null);
                if (route is { IsDefault: true, Type: RouteType.Unicast } && link is { } index
                    && (best is null || (route.Priority ?? 0) < best.Value.Priority))
                {
                    best = (route.Priority ?? 0, index);
                }
            }

            if (best is { } found)
            {
                return side.Route.FindLink(found.Link);
            }
        }

        return null;
    }
}
