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

    /// <exception cref="LinuxException">The kernel made none.</exception>
    public static TemporaryPort Make(NetworkNamespace host, RouteSocket route, Link bridge)
    {
        // A bridge without an address of its own takes its lowest port's: that is not to be this one's.
        var mac = MacAddress.Random().ToArray();
        mac[0] = 0xfe;
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
}
