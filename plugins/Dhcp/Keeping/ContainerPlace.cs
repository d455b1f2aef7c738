using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Finds a lease's container again, and tells when it is gone.</summary>
internal static class ContainerPlace
{
    /// <summary>Opens the namespace; null when its path leads nowhere, or to another one by now.</summary>
    public static NetworkNamespace? TryOpen(LeaseRecord record)
    {
        if (!NetworkNamespace.TryOpenPath(record.NetnsPath, out var ns))
        {
            return null;
        }

        if (ns.Identity == (record.NetnsDevice, record.NetnsInode))
        {
            return ns;
        }

        ns.Dispose();
        return null;
    }

    /// <summary>Whether the namespace still has the interface that the lease is for.</summary>
    public static bool HasLink(NetworkNamespace ns, LeaseRecord record)
    {
        using var route = RouteSocket.Open(ns);
        return route.FindLink(record.LinkIndex) is { Mac: { } mac } && mac.ToString() == record.Mac;
    }

    /// <summary>Whether the container is there with its interface.</summary>
    public static bool IsAlive(LeaseRecord record)
    {
        using var ns = TryOpen(record);
        return ns is not null && HasLink(ns, record);
    }
}
