using System.Globalization;
using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>A veth on a bridge for one message: what is sent over its inner end arrives at the bridge as from a container.</summary>
internal sealed class TemporaryPort : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly RouteSocket _route;
    private readonly int _outer;

    private TemporaryPort(RouteSocket route, int outer, int inner)
    {
        _route = route;
        _outer = outer;
        InnerIndex = inner;
    }

    public int InnerIndex { get; }

    /// <param name="host">The bridge's namespace.</param>
    /// <param name="route">A socket there.</param>
    /// <param name="bridge">The bridge.</param>
    /// <param name="vlan">The VLAN to be in; 0 for whatever a new port is in.</param>
    /// <exception cref="LinuxException">The kernel made none.</exception>
    public static TemporaryPort Make(NetworkNamespace host, RouteSocket route, Link bridge, int vlan)
    {
        // A bridge without an address of its own takes its lowest port's: that is not to be this one's.
        var mac = MacAddress.Random().ToArray();
        mac[0] = 0xfe;
        mac[1] = mac[2] = 0xff;
        var name = string.Create(CultureInfo.InvariantCulture, $"dhcp{Random.Shared.Next():x8}");
        route.Execute(LinkRequest.CreateVeth(new VethOptions
        {
            Name = name,
            Mac = new MacAddress(mac),
            Master = bridge.Index,
            Up = true,
            Peer = new VethPeer { Name = name + "i" },
        }));
        var outer = route.GetLink(name);
        var port = new TemporaryPort(route, outer.Index, outer.PeerIndex ?? 0);
        try
        {
            if (vlan != 0)
            {
                EnterVlan(route, bridge, outer.Index, (ushort)vlan);
            }

            host.Run(() => SwitchIPv6Off(name + "i"));
            route.Execute(LinkRequest.Change(port.InnerIndex, new LinkChange { Up = true }));
            using var monitor = LinkMonitor.Open(host);
            monitor.WaitForLink(outer.Index, link => link.Port is { State: BridgePortState.Forwarding }, s_patience);
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    public void Dispose() => _route.TryExecute(LinkRequest.Delete(_outer));

    /// <summary>It is to say nothing of its own, and to take no router's advertisement.</summary>
    private static void SwitchIPv6Off(string link)
    {
        try
        {
            Sysctl.WriteIfDifferent($"net/ipv6/conf/{link}/disable_ipv6", "1");
        }
        catch (LinuxException)
        {
            // A kernel without IPv6, or a read-only /proc/sys: it is gone in a moment.
        }
    }

    private static void EnterVlan(RouteSocket route, Link bridge, int port, ushort vlan)
    {
        if (bridge.Bridge is { DefaultPvid: not 0 } info && info.DefaultPvid != vlan)
        {
            route.Execute(LinkRequest.DeleteBridgeVlan(port, info.DefaultPvid));
        }

        route.Execute(LinkRequest.AddBridgeVlan(port, vlan, flags: BridgeVlanFlags.Pvid | BridgeVlanFlags.Untagged));
    }
}
