using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The container's end: addresses, up, routes.</summary>
internal static class ContainerInterface
{
    /// <summary>Brings it up with the addresses and routes of a plan.</summary>
    /// <exception cref="CniException">Code 11: an address is somebody else's; what the kernel refused.</exception>
    public static void Configure(NetworkSide container, VethPair veth, string ifName, AddressPlan plan, BridgeConfig config, ICniLog log)
    {
        KernelFailure.Guard(
            $"prepare \"{ifName}\" in the container",
            () => container.RunInside(() => ContainerSettings.Apply(ifName, plan, config.EnableDad, log)));

        var requests = new List<NetlinkRequest>();
        AddAddresses(requests, veth.ContainerIndex, plan, config.EnableDad);
        requests.Add(LinkRequest.Change(veth.ContainerIndex, new LinkChange { Up = true }));
        if (config.EnableDad && plan.HasIPv6)
        {
            Send(container, ifName, requests);
            SettledAddresses.Await(container, veth.ContainerIndex, ifName, plan.Ips);
            requests.Clear();
        }

        foreach (var route in plan.Routes)
        {
            requests.Add(RouteRequest.Append(ContainerRoute.ToKernel(route, plan.Ips, veth.ContainerIndex)));
        }

        Send(container, ifName, requests);
    }

    /// <summary>Adds what is missing of addresses and routes, and brings it up; what is there stays as it is.</summary>
    public static void Restore(NetworkSide container, VethPair veth, string ifName, AddressPlan plan, BridgeConfig config, ICniLog log)
    {
        KernelFailure.Guard(
            $"prepare \"{ifName}\" in the container",
            () => container.Namespace.Run(() => ContainerSettings.Apply(ifName, plan, config.EnableDad, log)));
        var requests = new List<NetlinkRequest>();
        AddAddresses(requests, veth.ContainerIndex, plan, config.EnableDad);
        requests.Add(LinkRequest.Change(veth.ContainerIndex, new LinkChange { Up = true }));
        requests.AddRange(MissingSubnetRoutes(container, veth, plan));
        foreach (var route in plan.Routes)
        {
            requests.Add(RouteRequest.Add(ContainerRoute.ToKernel(route, plan.Ips, veth.ContainerIndex)));
        }

        KernelFailure.Guard($"restore \"{ifName}\" in the container", () =>
        {
            foreach (var failure in container.Route.TryExecute([.. requests]))
            {
                if (failure.Errno != LibC.EEXIST)
                {
                    throw failure;
                }
            }
        });
    }

    /// <summary>Brings it up without addresses: a layer 2 network.</summary>
    public static void SetUp(NetworkSide container, VethPair veth, string ifName) =>
        Send(container, ifName, [LinkRequest.Change(veth.ContainerIndex, new LinkChange { Up = true })]);

    private static IEnumerable<NetlinkRequest> MissingSubnetRoutes(NetworkSide container, VethPair veth, AddressPlan plan) =>
        KernelFailure.Guard($"look at the routes of the container", () => container.Route.FindLink(veth.ContainerIndex) is { } end
            ? SubnetRoutes.Missing(end, container.Route.GetRoutes(end.Index, table: 0), plan.Ips)
                .Select(ip => RouteRequest.Add(SubnetRoutes.Of(ip, end.Index)))
                .ToList()
            : []);

    private static void AddAddresses(List<NetlinkRequest> requests, int link, AddressPlan plan, bool enableDad)
    {
        // Neighbours with an older container's MAC for the address learn the new one at once.
        requests.Add(LinkRequest.Change(link, new LinkChange { ArpNotify = true }));
        foreach (var ip in plan.Ips)
        {
            // An IPAM plugin vouches for its addresses; asking the link again would cost the container a second or two.
            var flags = ip.Address.IsIPv6 && !enableDad ? AddressFlags.NoDad : AddressFlags.None;
            requests.Add(AddressRequest.Add(link, ip.Address.Address, ip.Address.PrefixLength, flags));
        }
    }

    private static void Send(NetworkSide container, string ifName, List<NetlinkRequest> requests) =>
        KernelFailure.Guard($"configure \"{ifName}\" in the container", () => container.Route.Execute([.. requests]));
}
