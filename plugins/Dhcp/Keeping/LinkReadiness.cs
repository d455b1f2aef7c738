using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Sees to it that the container's interface can send and be answered before the first message leaves.</summary>
/// <remarks>
/// The plugin that makes the interface asks for addresses before it sets the interface up. And a bridge port forwards only once the kernel
/// has noticed the carrier: a message sent before is lost, and the next one is a second away.
/// </remarks>
internal static class LinkReadiness
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Sets the interface up and waits for it. A link that is not ready in time is tried all the same.</summary>
    /// <param name="container">The container's namespace.</param>
    /// <param name="host">The runtime's.</param>
    /// <param name="ifName">The interface.</param>
    /// <returns>The interface, the host's link that it hangs on, and the VLAN of that, see <see cref="Uplink"/>.</returns>
    /// <exception cref="CniException">Code 7: there is no such interface, or it is none that DHCP works over.</exception>
    public static (Link Link, Link? Uplink, int Vlan) Ensure(NetworkNamespace container, NetworkNamespace host, string ifName)
    {
        using var inside = RouteSocket.Open(container);
        var link = inside.FindLink(ifName) ?? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            $"dhcp: the container has no interface \"{ifName}\" yet; use a plugin that makes it before it asks for addresses, such as bridge or macvlan");
        if (link.Mac is null)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"dhcp: \"{ifName}\" has no hardware address, so no server can be asked over it");
        }

        if (!link.IsUp)
        {
            inside.Execute(LinkRequest.Change(link.Index, new LinkChange { Up = true }));
            link = inside.GetLink(link.Index);
        }

        using var outside = RouteSocket.Open(host);
        var uplink = Uplink.Of(outside, link);
        if (link.OperState is not (OperState.Up or OperState.Unknown))
        {
            Wait(container, link.Index, l => l.OperState is OperState.Up or OperState.Unknown);
        }

        if (uplink.Port is { Port: { State: not BridgePortState.Forwarding } } port)
        {
            Wait(host, port.Index, l => l.Port is not { State: not BridgePortState.Forwarding });
        }

        return (link, uplink.Link, uplink.FindVlan(outside));
    }

    private static void Wait(NetworkNamespace ns, int index, Func<Link, bool> ready)
    {
        using var monitor = LinkMonitor.Open(ns);
        monitor.WaitForLink(index, ready, s_patience);
    }
}
