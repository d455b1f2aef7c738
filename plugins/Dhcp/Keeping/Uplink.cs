using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Where a container's interface hangs on in the host's namespace.</summary>
/// <param name="Port">The veth's other end when that is a bridge's port; null otherwise.</param>
/// <param name="Link">The bridge, or the parent of a macvlan; null when there is none that the host has.</param>
internal sealed record Uplink(Link? Port, Link? Link)
{
    /// <summary>A link's.</summary>
    public static Uplink Of(RouteSocket host, Link link)
    {
        if (link.PeerIndex is not > 0 || host.FindLink(link.PeerIndex.Value) is not { } other)
        {
            return new Uplink(null, null);
        }

        if (link.Kind != "veth")
        {
            return new Uplink(null, other);
        }

        // The number may be another link's when the veth's end is elsewhere: then it does not point back.
        var isPeer = other.Kind == "veth" && other.PeerIndex == link.Index;
        return isPeer && other.MasterIndex is { } master ? new Uplink(other, host.FindLink(master)) : new Uplink(null, null);
    }

    /// <summary>The VLAN of a bridge that the container's own packets are in; 0 where the bridge keeps none apart.</summary>
    public int FindVlan(RouteSocket host) => Port is not null && Link is { Bridge.VlanFiltering: true } ? FindPvid(host, Port.Index) : 0;

    /// <summary>The VLAN of what comes untagged by a port, or from this machine by the bridge itself; 0 for none.</summary>
    public static int FindPvid(RouteSocket host, int port) =>
        host.GetBridgeVlans(port).FirstOrDefault(v => (v.Flags & BridgeVlanFlags.Pvid) != 0)?.First ?? 0;
}
