using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CniChain.Benchmarks.Driving;
using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;

namespace CniChain.Benchmarks.Floor;

/// <summary>
/// The least an ADD, a CHECK and a DEL ask of the kernel, without processes, plugins, or looking anything up: the limit that nobody who speaks
/// netlink can beat one call at a time.
/// </summary>
internal sealed class KernelFloor : IDisposable
{
    /// <summary>A DEL that is over when the link has left its namespace, not when the kernel has freed it.</summary>
    public const string NotifiedDel = "DEL, notified";

    private const string Leases = "/var/lib/cni/networks/floor";
    private const string Bridge = "floor0";

    private readonly ConcurrentBag<FloorSockets> _sockets = [];
    private readonly FloorRules _rules = new();
    private readonly int _bridge;

    public KernelFloor()
    {
        Directory.CreateDirectory(Leases);
        using var route = RouteSocket.Open();
        route.Execute(LinkRequest.CreateBridge(new BridgeOptions { Name = Bridge, Up = true }));
        _bridge = route.GetLink(Bridge).Index;
        route.Execute(AddressRequest.Add(_bridge, IPAddress.Parse("10.88.0.1"), 16));
        using var nft = NftSocket.Open();
        _rules.Define(nft);
    }

    /// <summary>Does what the verb needs done.</summary>
    /// <param name="verb">ADD, CHECK, DEL or <see cref="NotifiedDel"/>.</param>
    /// <param name="pod">The container.</param>
    /// <param name="number">Its number, which its address and its port come from.</param>
    public void Call(string verb, Pod pod, int number)
    {
        // One thread at a time uses a socket; they stay open, as a host's do.
        if (!_sockets.TryTake(out var sockets))
        {
            sockets = new FloorSockets(RouteSocket.Open(), NftSocket.Open());
        }

        var address = new IPAddress([10, 88, (byte)(1 + (number >> 8)), (byte)number]);
        var name = string.Create(CultureInfo.InvariantCulture, $"floor{number}");
        var lease = Path.Combine(Leases, address.ToString());
        if (verb == "ADD")
        {
            Add(sockets, pod, name, address);
            WriteLease(lease, pod);
            sockets.Nft.Commit(_rules.Insertion(address, pod));
        }
        else if (verb == "CHECK")
        {
            Check(sockets, pod, name, address, lease);
        }
        else
        {
            sockets.Route.Execute(verb == NotifiedDel ? LinkRequest.Delete(sockets.Route.GetLink(name).Index) : LinkRequest.Delete(name));
            sockets.Nft.Commit(_rules.Removal(address, pod));
            File.Delete(lease);
        }

        _sockets.Add(sockets);
    }

    public void Dispose()
    {
        foreach (var sockets in _sockets)
        {
            sockets.Dispose();
        }
    }

    private void Add(FloorSockets sockets, Pod pod, string name, IPAddress address)
    {
        using var container = NetworkNamespace.OpenPath(pod.NetnsPath);
        sockets.Route.Execute(LinkRequest.CreateVeth(new VethOptions
        {
            Name = name,
            Master = _bridge,
            Up = true,
            Queues = 1,
            Peer = new VethPeer { Name = "eth0", Queues = 1, Namespace = container },
        }));
        var link = sockets.Route.GetLink(name);
        sockets.Route.Execute(LinkRequest.Change(
            link.Index,
            new LinkChange { Alias = pod.ContainerId, BridgePort = new BridgePortOptions { Hairpin = true } }));
        using var inside = RouteSocket.Open(container);
        var index = link.PeerIndex!.Value;
        inside.Execute(
            AddressRequest.Add(index, address, 16),
            LinkRequest.Change(index, new LinkChange { Up = true }),
            RouteRequest.Add(new Route { Gateway = IPAddress.Parse("10.88.0.1"), OutLink = index }));
    }

    /// <summary>Everything an ADD makes is looked at once.</summary>
    private void Check(FloorSockets sockets, Pod pod, string name, IPAddress address, string lease)
    {
        using var container = NetworkNamespace.OpenPath(pod.NetnsPath);
        var link = sockets.Route.GetLink(name);
        using var inside = RouteSocket.Open(container);
        var peer = inside.GetLink("eth0");
        var isThere = link.MasterIndex == _bridge
            && inside.GetAddresses(peer.Index, AddressFamily.InterNetwork).Count > 0
            && inside.GetRoutes(peer.Index, AddressFamily.InterNetwork).Count > 0
            && _rules.AreThere(sockets.Nft, address, pod)
            && File.Exists(lease);
        if (!isThere)
        {
            throw new InvalidOperationException($"{name} is not as ADD has left it");
        }
    }

    private static void WriteLease(string path, Pod pod)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(pod.ContainerId + "\r\neth0"));
    }
}
