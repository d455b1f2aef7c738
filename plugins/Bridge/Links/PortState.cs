using CniChain.Linux.Route;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>Waits until the container's port carries traffic, so that the container can send from its first instruction on.</summary>
internal static class PortState
{
    // The kernel takes microseconds; it may put a change of carrier off for a second (net/core/link_watch.c) on a busy node.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <returns>The port, up.</returns>
    /// <exception cref="CniException">Code 11: it did not come up, or is no port of the bridge any more.</exception>
    public static Link WaitUntilUp(NetworkSide host, LinkMonitor monitor, Link bridge, VethPair veth)
    {
        Link? port = null;
        var isUp = monitor.WaitForLink(
            veth.HostIndex,
            link =>
            {
                port = link;
                return link.OperState == OperState.Up;
            },
            s_patience);
        if (!isUp || port is null)
        {
            var state = host.Route.FindLink(veth.HostIndex) is { } link ? $"is {link.OperState} after {s_patience.TotalSeconds} s" : "is gone";
            throw new CniException(CniErrorCode.TryAgainLater, $"port \"{veth.HostName}\" of bridge \"{bridge.Name}\" {state}");
        }

        return port.MasterIndex == bridge.Index
            ? port
            : throw new CniException(
                CniErrorCode.TryAgainLater,
                $"port \"{veth.HostName}\" is not attached to bridge \"{bridge.Name}\" any more; somebody removed the bridge or the port from it");
    }
}
