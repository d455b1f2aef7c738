using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using KernelRoute = CniChain.Linux.Route.Route;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The container's end: addresses, up, routes.</summary>
internal static class ContainerInterface
{
    // One probe after a delay of up to a second, and a second to wait for its answer (RFC 4862, 5.4.2); room for a loaded node.
    private static readonly TimeSpan s_detection = TimeSpan.FromSeconds(5);

    /// <summary>Brings it up with the addresses and routes of a plan.</summary>
    /// <exception cref="CniException">Code 11: an address is somebody else's; what the kernel refused.</exception>
    public static void Configure(NetworkSide container, VethPair veth, string ifName, AddressPlan plan, BridgeConfig config, ICniLog log)
    {
        KernelFailure.Guard(
            $"prepare \"{ifName}\" in the container",
            () => container.Namespace.Run(() => ContainerSettings.Apply(ifName, plan, config.EnableDad, log)));

        var requests = new List<NetlinkRequest>();
        AddAddresses(requests, veth.ContainerIndex, plan, config.EnableDad);
        requests.Add(LinkRequest.Change(veth.ContainerIndex, new LinkChange { Up = true }));
        if (config.EnableDad && plan.HasIPv6)
        {
            Send(container, ifName, requests);
            WaitForDetection(container, veth.ContainerIndex, ifName);
            requests.Clear();
        }

        foreach (var route in plan.Routes)
        {
            requests.Add(RouteRequest.Append(ToKernel(route, plan, veth.ContainerIndex)));
        }

        Send(container, ifName, requests);
    }

    /// <summary>Brings it up without addresses: a layer 2 network.</summary>
    public static void SetUp(NetworkSide container, VethPair veth, string ifName) =>
        Send(container, ifName, [LinkRequest.Change(veth.ContainerIndex, new LinkChange { Up = true })]);

    /// <summary>A result's route as the kernel takes it.</summary>
    internal static KernelRoute ToKernel(CniRoute route, AddressPlan plan, int link) => new()
    {
        Destination = route.Destination.Network,
        Gateway = plan.GatewayOf(route),
        OutLink = link,
        Mtu = route.Mtu == 0 ? null : (uint)route.Mtu,
        AdvMss = route.AdvMss == 0 ? null : (uint)route.AdvMss,
        Priority = route.Priority == 0 ? null : (uint)route.Priority,
        Table = (uint?)route.Table,
        Scope = (RouteScope?)route.Scope,
    };

    private static void AddAddresses(List<NetlinkRequest> requests, int link, AddressPlan plan, bool enableDad)
    {
        foreach (var ip in plan.Ips)
        {
            // An IPAM plugin vouches for its addresses; asking the link again would cost the container a second or two.
            var flags = ip.Address.IsIPv6 && !enableDad ? AddressFlags.NoDad : AddressFlags.None;
            requests.Add(AddressRequest.Add(link, ip.Address.Address, ip.Address.PrefixLength, flags));
        }
    }

    private static void Send(NetworkSide container, string ifName, List<NetlinkRequest> requests) =>
        KernelFailure.Guard($"configure \"{ifName}\" in the container", () => container.Route.Execute([.. requests]));

    private static void WaitForDetection(NetworkSide container, int link, string ifName)
    {
        var addresses = KernelFailure.Guard($"detect duplicates of the addresses of \"{ifName}\"", () =>
        {
            using var monitor = LinkMonitor.Open(container.Namespace);
            return monitor.WaitForDuplicateDetection(link, s_detection);
        });
        foreach (var address in addresses)
        {
            if (address.IsDuplicate || address.IsTentative)
            {
                throw new CniException(
                    CniErrorCode.TryAgainLater,
                    address.IsDuplicate
                        ? $"duplicate address detection: somebody else on the link has {address.Address}, which \"ipam\" gave to \"{ifName}\""
                        : $"duplicate address detection of {address.Address} on \"{ifName}\" did not end within {s_detection.TotalSeconds} s");
            }
        }
    }
}
