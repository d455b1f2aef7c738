using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Macvlan.Links;

/// <summary>The interface's settings, addresses and routes.</summary>
internal static class ContainerInterface
{
    private const string Plugin = "macvlan";

    // Carrier comes with the master's, which the kernel passes on up to a second late.
    private static readonly TimeSpan s_carrier = TimeSpan.FromSeconds(2);

    /// <summary>Brings it up, without addresses: an IPAM plugin may want to ask the network for them.</summary>
    public static void SetUp(NetworkSide container, Link link, ICniLog log)
    {
        // Neighbours with an older holder's MAC for an address learn the new one at once.
        container.Namespace.Run(() =>
        {
            InterfaceSysctl.Prefer(Plugin, $"net/ipv4/conf/{link.Name}/arp_notify", "1", log);
            InterfaceSysctl.Prefer(Plugin, $"net/ipv6/conf/{link.Name}/ndisc_notify", "1", log);
        });
        Send(container, link, [LinkRequest.Change(link.Index, new LinkChange { Up = true })]);
    }

    /// <summary>Gives it addresses and routes, and makes them known to the network.</summary>
    /// <exception cref="CniException">Code 11: an address is somebody else's; what the kernel refused.</exception>
    public static void Configure(NetworkSide container, Link link, MacvlanConfig config, CniResult given, ICniLog log)
    {
        var hasIPv6 = HasIPv6(given.Ips);
        if (hasIPv6)
        {
            KernelFailure.Guard($"prepare \"{link.Name}\" in the container", () => container.Namespace.Run(() => AllowIPv6(link.Name, log)));
        }

        var requests = new List<NetlinkRequest>();
        foreach (var ip in given.Ips)
        {
            // Replace: an IPAM plugin that keeps a lease may have set its address itself.
            requests.Add(AddressRequest.Replace(link.Index, ip.Address.Address, ip.Address.PrefixLength));
        }

        Send(container, link, requests);
        if (hasIPv6 && HasCarrier(container, link))
        {
            SettledAddresses.Await(container, link.Index, link.Name, given.Ips);
        }

        requests.Clear();
        foreach (var route in given.Routes)
        {
            requests.Add(RouteRequest.Append(ContainerRoute.ToKernel(route, given.Ips, link.Index)));
        }

        Send(container, link, requests);
        if (config.Mode != MacvlanMode.Passthru)
        {
            Announce(container, link, log);
        }
    }

    /// <summary>Runtimes switch IPv6 off where a network has none; the loopback address goes with it.</summary>
    private static void AllowIPv6(string ifName, ICniLog log)
    {
        InterfaceSysctl.Require("net/ipv6/conf/lo/disable_ipv6", "0");
        InterfaceSysctl.Require($"net/ipv6/conf/{ifName}/disable_ipv6", "0");
        InterfaceSysctl.Prefer(Plugin, $"net/ipv6/conf/{ifName}/keep_addr_on_down", "1", log);
    }

    /// <summary>
    /// arp_notify and ndisc_notify announce the addresses present when a link comes up or its MAC is set, and these came later.
    /// So the MAC is set to what it is. A passthru interface's would be set on the master too, and it is the network's known one anyway.
    /// </summary>
    private static void Announce(NetworkSide container, Link link, ICniLog log)
    {
        foreach (var failure in container.Route.TryExecute(LinkRequest.Change(link.Index, new LinkChange { Mac = link.Mac })))
        {
            log.Warn($"macvlan: the addresses of \"{link.Name}\" are not announced to the network: {failure.Message}");
        }
    }

    /// <summary>Without carrier nobody can be asked, and detection would not end.</summary>
    private static bool HasCarrier(NetworkSide container, Link link) => KernelFailure.Guard($"wait for \"{link.Name}\"", () =>
    {
        using var monitor = LinkMonitor.Open(container.Namespace);
        return monitor.WaitForLink(link.Index, static l => l.OperState == OperState.Up, s_carrier);
    });

    private static void Send(NetworkSide container, Link link, List<NetlinkRequest> requests) =>
        KernelFailure.Guard($"configure \"{link.Name}\" in the container", () => container.Route.Execute([.. requests]));

    private static bool HasIPv6(IReadOnlyList<CniIp> ips)
    {
        foreach (var ip in ips)
        {
            if (ip.Address.IsIPv6)
            {
                return true;
            }
        }

        return false;
    }
}
