using CniChain.Linux.Route;
using KernelRoute = CniChain.Linux.Route.Route;

namespace CniChain.Plugins;

/// <summary>The container has the result's addresses and routes.</summary>
internal static class AddressCheck
{
    private const uint AllTables = 0;

    public static void Run(
        NetworkSide container, Link end, IReadOnlyList<CniIp> ips, IReadOnlyList<CniRoute> routes, List<string> problems)
    {
        var addresses = container.Route.GetAddresses(end.Index);
        foreach (var ip in ips)
        {
            CheckAddress(addresses, ip.Address, end, problems);
        }

        var overLink = container.Route.GetRoutes(end.Index, table: AllTables);
        foreach (var ip in SubnetRoutes.Missing(end, overLink, ips.Where(ip => IsThere(addresses, ip.Address)).ToList()))
        {
            problems.Add($"the route to {ip.Address.Network} over \"{end.Name}\", which came with {ip.Address.Address}, is gone from the container");
        }

        var tables = new Dictionary<int, IReadOnlyList<KernelRoute>>();
        foreach (var route in routes)
        {
            var key = route.Table ?? 0;
            if (!tables.TryGetValue(key, out var present))
            {
                present = container.Route.GetRoutes(table: route.Table is { } table ? (uint)table : null);
                tables.Add(key, present);
            }

            // A later plugin of the chain may have moved it, as sbr does to a table for the container's own address.
            if (!IsPresent(present, route) && (route.Table is not null || !IsPresent(overLink, route)))
            {
                problems.Add($"the route to {route.Destination} is gone from the container");
            }
        }
    }

    private static void CheckAddress(IReadOnlyList<LinkAddress> addresses, IpPrefix expected, Link end, List<string> problems)
    {
        if (!IsThere(addresses, expected))
        {
            problems.Add($"\"{end.Name}\" in the container does not have {expected}");
        }
        else if (addresses.Any(address => address.IsDuplicate && address.Address.Equals(expected.Address)))
        {
            problems.Add($"somebody else on the link has {expected.Address}");
        }
    }

    private static bool IsThere(IReadOnlyList<LinkAddress> addresses, IpPrefix expected) =>
        addresses.Any(address => address.PrefixLength == expected.PrefixLength && address.Address.Equals(expected.Address));

    private static bool IsPresent(IReadOnlyList<KernelRoute> present, CniRoute expected)
    {
        foreach (var route in present)
        {
            var isSame = route.IsDefault
                ? expected.Destination.PrefixLength == 0 && expected.Destination.Address.AddressFamily == FamilyOf(route)
                : expected.Destination.Network.Equals(route.Destination);
            if (isSame && (expected.Gateway is null || LeadsTo(route, expected)))
            {
                return true;
            }
        }

        return false;
    }

    private static System.Net.Sockets.AddressFamily? FamilyOf(KernelRoute route) =>
        route.Destination?.BaseAddress.AddressFamily ?? route.Gateway?.AddressFamily
        ?? (route.NextHops.Count > 0 ? route.NextHops[0].Gateway?.AddressFamily : null);

    private static bool LeadsTo(KernelRoute route, CniRoute expected)
    {
        if (expected.Gateway!.Equals(route.Gateway))
        {
            return true;
        }

        foreach (var hop in route.NextHops)
        {
            if (expected.Gateway.Equals(hop.Gateway))
            {
                return true;
            }
        }

        return false;
    }
}
