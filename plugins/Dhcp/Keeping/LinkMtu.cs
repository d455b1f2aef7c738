using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>The MTU that a server gives the link (RFC 2132, 5.1), put on the container's interface.</summary>
internal static class LinkMtu
{
    // RFC 8200, 5: the kernel takes IPv6 off a link with less, so a smaller one counts for the routes alone.
    private const int Least = 1280;

    /// <summary>What a lease makes of the interface's own; never more than that, which is what its other end carries.</summary>
    /// <returns>The MTU; null when the network's configuration says it, and no server is to.</returns>
    public static int? Of(LeaseRecord record, Lease lease) =>
        record.LinkMtu == 0 ? null
        : lease is V4.DhcpLease { Mtu: { } mtu } && mtu >= Least ? Math.Min(mtu, record.LinkMtu)
        : record.LinkMtu;

    /// <summary>Sets it for an ADD; what the kernel refuses costs a line in the log.</summary>
    public static void Apply(NetworkNamespace container, LeaseRecord record, Lease lease, ICniLog log)
    {
        if (Of(record, lease) is not { } mtu || mtu == record.LinkMtu)
        {
            return;
        }

        try
        {
            using var route = RouteSocket.Open(container);
            route.Execute(LinkRequest.Change(record.LinkIndex, new LinkChange { Mtu = mtu }));
        }
        catch (LinuxException e)
        {
            log.Warn($"dhcp: the MTU {mtu} of {lease.Server} is not set on \"{record.IfName}\": {e.Message}");
        }
    }
}
