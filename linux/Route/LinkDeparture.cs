using CniChain.Linux.Folding;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Deletes links and waits until they are gone, not until the kernel has freed them.</summary>
/// <remarks>
/// After less than a millisecond a link has left its namespace, with its name, index, addresses, bridge port and peer, RTM_DELLINK is
/// sent to whoever subscribed, and rtnl_mutex is free. Only then the kernel waits for RCU, 15 to 40 ms, and whoever asked for the deletion
/// with it (unregister_netdevice_many_notify and netdev_run_todo in net/core/dev.c).
/// </remarks>
internal static class LinkDeparture
{
    // Each waits for RCU; whoever comes while all do goes with the next lot.
    private static readonly Errands s_threads = new(16);

    /// <summary>Executes a request that deletes links and nothing else.</summary>
    /// <param name="socket">Where; unused by others for the time.</param>
    /// <param name="request">The request.</param>
    /// <param name="links">The links' indices; none may be there twice.</param>
    /// <returns>The kernel's refusal; null when all are gone.</returns>
    public static NetlinkException? Execute(RouteSocket socket, NetlinkRequest request, IEnumerable<int> links)
    {
        if (socket.TryOpenBeside() is not { } transport)
        {
            return socket.TryExecuteAlone(request) is [var refusal, ..] ? refusal : null;
        }

        using var activity = LinuxActivitySource.StartTransaction(NetlinkProtocol.Route, [request]);
        var left = new HashSet<int>(links);
        var failure = NotifiedRequest.Execute(transport, request, RtnlFilter.RTNLGRP_LINK, IsLast, s_threads);
        if (failure is not null)
        {
            LinuxActivitySource.RecordFailure(activity, failure);
        }

        return failure;

        // A bridge says of its port in the same words that it is none any more, but in its own family.
        bool IsLast(NetlinkMessage message) =>
            message.Type == Rtm.RTM_DELLINK
            && message.Header<IfInfoMsg>() is { ifi_family: 0, ifi_index: var index }
            && left.Remove(index)
            && left.Count == 0;
    }
}
