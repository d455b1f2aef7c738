using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;
using KernelRoute = CniChain.Linux.Route.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Makes a container's interface follow its lease.</summary>
internal static class ContainerAddresses
{
    /// <summary>Takes away what one lease gave and the other does not, then adds what is new.</summary>
    /// <param name="ns">The container.</param>
    /// <param name="record">The interface, and the routes' metric.</param>
    /// <param name="before">The lease whose address and routes are there; null for none.</param>
    /// <param name="after">The lease that counts now; null for none.</param>
    /// <exception cref="NetlinkException">What the kernel refused to add. What was absent already is no failure.</exception>
    public static void Follow(NetworkNamespace ns, LeaseRecord record, Lease? before, Lease? after)
    {
        var oldRoutes = Routes(before, record);
        var newRoutes = Routes(after, record);
        var keepsAddress = before is not null && after is not null && before.Address.Equals(after.Address) && before.PrefixLength == after.PrefixLength;

        // The old address goes first: beside it, in its subnet, the new one would be its secondary and go with it.
        var removals = new List<NetlinkRequest>();
        removals.AddRange(oldRoutes.Where(r => !keepsAddress || !newRoutes.Contains(r)).Select(RouteRequest.Delete));
        if (before is not null && !keepsAddress)
        {
            removals.Add(AddressRequest.Delete(record.LinkIndex, before.Address, before.PrefixLength));
        }

        var additions = new List<NetlinkRequest>();
        if (after is not null)
        {
            if (!keepsAddress)
            {
                // An IPv6 address is usable at once: who wants neighbours asked says so, and they have been then.
                var flags = after.Prefix.IsIPv6 ? AddressFlags.NoDad : AddressFlags.None;
                additions.Add(AddressRequest.Replace(record.LinkIndex, after.Address, after.PrefixLength, flags));
            }

            if (LinkMtu.Of(record, after) is { } mtu && (before is null || mtu != LinkMtu.Of(record, before)))
            {
                additions.Add(LinkRequest.Change(record.LinkIndex, new LinkChange { Mtu = mtu }));
            }

            additions.AddRange(newRoutes.Select(RouteRequest.Replace));
        }

        using var route = RouteSocket.Open(ns);
        if (removals.Count > 0)
        {
            Require(route.TryExecute([.. removals]), absentIsFine: true);
        }

        if (additions.Count > 0)
        {
            Require(route.TryExecute([.. additions]), absentIsFine: false);
        }
    }

    private static void Require(IReadOnlyList<NetlinkException> failures, bool absentIsFine)
    {
        foreach (var failure in failures)
        {
            if (!absentIsFine || (failure.Errno != LibC.ESRCH && failure.Errno != LibC.EADDRNOTAVAIL && failure.Errno != LibC.ENODEV))
            {
                throw failure;
            }
        }
    }

    private static List<KernelRoute> Routes(Lease? lease, LeaseRecord record) => lease is null ? [] :
    [
        .. LeaseResult.Make(lease, record.Priority).Routes.Select(route => new KernelRoute
        {
            Destination = route.Destination.Network,
            Gateway = route.Gateway,
            OutLink = record.LinkIndex,
            Priority = record.Priority == 0 ? null : (uint)record.Priority,
            Mtu = route.Mtu == 0 ? null : (uint)route.Mtu,
        }),
    ];
}
