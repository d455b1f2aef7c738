using CniChain.Linux.Route;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>Waits until the container's port carries traffic, so that the container can send from its first instruction on.</summary>
internal static class PortState
{
    // The kernel takes microseconds; it may put a change of carrier off for a second (net/core/link_watch.c) on a busy node.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <returns>The port, up.</returns>
    /// <exception cref="CniException">Code 11: it did not come up, or is no port of the bridge any more.</exception>
    public static Link WaitUntilUp(NetworkSide host, Link bridge, VethPair veth)
    {
        var port = host.Route.FindLink(veth.HostIndex);
        if (port is { OperState: not OperState.Up })
        {
            port = Wait(host, veth);
        }

        if (port is not { OperState: OperState.Up })
        {
            var state = port is null ? "is gone" : $"is still {port.OperState} after {s_patience.TotalSeconds} s";
            throw new CniException(CniErrorCode.TryAgainLater, $"port \"{veth.HostName}\" of bridge \"{bridge.Name}\" {state}");
        }

        return port.MasterIndex == bridge.Index
            ? port
            : throw new CniException(
                CniErrorCode.TryAgainLater,
                $"port \"{veth.HostName}\" is not attached to bridge \"{bridge.Name}\" any more; somebody removed the bridge or the port from it");
    }

    private static Link? Wait(NetworkSide host, VethPair veth)
    {
        Link? port = null;
        using var monitor = LinkMonitor.Open(host.Namespace);
        monitor.WaitForLink(
            veth.HostIndex,
            link =>
            {
                port = link;
                return link.OperState == OperState.Up;
            },
            s_patience);
        return port;
    }
}
