using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Simulation;

/// <summary>The same requests to the running kernel and to the fake one: the same refusals, and the same state after each.</summary>
public sealed class FakeKernelDifferentialTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly MacAddress s_mac = MacAddress.Parse("02:00:0a:01:00:02");

    [Fact]
    public void Requests_ToBothKernels_HaveTheSameAnswersAndState()
    {
        using var a = TestNamespace.Create();
        using var b = TestNamespace.Create();
        var real = Transcript(a.Namespace, b.Namespace);
        using var kernel = new FakeKernel();

        var fake = Transcript(kernel.AddNamespace().Namespace, kernel.AddNamespace().Namespace);

        var differences = real.Zip(fake).SelectMany(pair =>
            pair.First.Except(pair.Second).Select(line => $"{pair.First[0]}\n  real {line}")
                .Concat(pair.Second.Except(pair.First).Select(line => $"{pair.First[0]}\n  fake {line}")));
        Assert.Contains(real, step => step[0].EndsWith("EEXIST", StringComparison.Ordinal));
        if (differences.Any())
        {
            Assert.Fail(string.Join('\n', differences.Take(20)));
        }
    }

    private static List<List<string>> Transcript(NetworkNamespace here, NetworkNamespace there)
    {
        var steps = new List<List<string>>();
        using var socket = RouteSocket.Open(here);
        using var other = RouteSocket.Open(there);
        foreach (var ns in (NetworkNamespace[])[here, there])
        {
            // What a machine's defaults may differ in.
            ns.Run(() =>
            {
                Sysctl.Write("net/ipv6/conf/default/accept_dad", "0");
                Sysctl.Write("net/ipv4/conf/all/promote_secondaries", "0");
                Sysctl.Write("net/ipv4/conf/default/promote_secondaries", "0");
            });
        }

        Run("lo up", LinkRequest.Change("lo", new LinkChange { Up = true }));
        Run("lo away", LinkRequest.Delete("lo"));
        Run("veth", LinkRequest.CreateVeth(new VethOptions
        {
            Name = "v0",
            Mtu = 1400,
            Peer = new VethPeer { Name = "eth0", Namespace = there, Mac = s_mac },
        }));
        Run("veth twice", LinkRequest.CreateVeth(new VethOptions { Name = "v0", Peer = new VethPeer { Name = "x" } }));
        Run("veth with a peer that is there", LinkRequest.CreateVeth(new VethOptions { Name = "v9", Peer = new VethPeer { Name = "eth0", Namespace = there } }));
        Run("veth with one queue", LinkRequest.CreateVeth(new VethOptions { Name = "q0", Queues = 1, Peer = new VethPeer { Name = "q1", Queues = 4096 } }));
        Run("veth with no queue", LinkRequest.CreateVeth(new VethOptions { Name = "q2", Queues = 0, Peer = new VethPeer { Name = "q3" } }));
        Run("veth whose peer has too many", LinkRequest.CreateVeth(new VethOptions { Name = "q2", Peer = new VethPeer { Name = "q3", Queues = 4097 } }));
        Run("bridge", LinkRequest.CreateBridge(new BridgeOptions { Name = "br0", Up = true, Mac = MacAddress.Parse("02:00:00:00:00:01") }));
        Run("port", LinkRequest.Change("v0", new LinkChange { Master = Index("br0"), Up = true }));
        Run("hairpin", LinkRequest.SetBridgePort(Index("v0"), new BridgePortOptions { Hairpin = true, Isolated = true }));
        Run("hairpin of no port", LinkRequest.SetBridgePort(Index("br0"), new BridgePortOptions { Hairpin = true }));
        Run("no such master", LinkRequest.Change("v0", new LinkChange { Master = 999 }));
        Run("port again", LinkRequest.Change("v0", new LinkChange { Master = Index("br0") }));
        Run("a bridge's bridge", LinkRequest.Change("br0", new LinkChange { Master = Index("br0") }));
        Run("alias", LinkRequest.Change("v0", new LinkChange { Alias = "mine" }));
        Run("no link", LinkRequest.Change("nobody", new LinkChange { Up = true }));
        Run("small mtu", LinkRequest.Change("v0", new LinkChange { Mtu = 10 }));
        Run("large mtu", LinkRequest.Change("v0", new LinkChange { Mtu = 70000 }));
        Run("multicast mac", LinkRequest.Change("v0", new LinkChange { Mac = MacAddress.Parse("01:00:5e:00:00:01") }));
        Run("second veth", LinkRequest.CreateVeth(new VethOptions
        {
            Name = "d0",
            Mac = MacAddress.Parse("02:00:00:00:00:02"),
            Peer = new VethPeer { Name = "p0" },
        }));
        Run("its peer up", LinkRequest.Change("p0", new LinkChange { Up = true }));
        var second = Index("d0");
        Run("v4 on a link that is down", AddressRequest.Add(second, IPAddress.Parse("10.9.0.2"), 24));
        Run("it up", LinkRequest.Change(second, new LinkChange { Up = true }));
        Run("again", AddressRequest.Add(second, IPAddress.Parse("10.9.0.2"), 24));
        Run("another of the subnet", AddressRequest.Add(second, IPAddress.Parse("10.9.0.3"), 24));
        Run("a host", AddressRequest.Add(second, IPAddress.Parse("10.8.0.1"), 32));
        Run("v6", AddressRequest.Add(second, IPAddress.Parse("fd00::2"), 64, AddressFlags.NoDad), "fd00::2");
        Run("v6 again with another prefix", AddressRequest.Add(second, IPAddress.Parse("fd00::2"), 80));
        Run("v6 host", AddressRequest.Add(second, IPAddress.Parse("fd01::2"), 128, AddressFlags.NoDad), "fd01::2");
        Run("address of no link", AddressRequest.Add(999, IPAddress.Parse("10.9.0.2"), 24));
        Run("address not there", AddressRequest.Delete(second, IPAddress.Parse("10.9.0.9"), 24));
        Run("default", RouteRequest.Add(new Route.Route { Gateway = IPAddress.Parse("10.9.0.1") }));
        Run("default twice", RouteRequest.Add(new Route.Route { Gateway = IPAddress.Parse("10.9.0.9") }));
        Run("default replaced", RouteRequest.Replace(new Route.Route { Gateway = IPAddress.Parse("10.9.0.9") }));
        Run("default of another metric", RouteRequest.Add(new Route.Route { Gateway = IPAddress.Parse("10.9.0.1"), Priority = 50, Mtu = 1300 }));
        Run("gateway nowhere", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("10.7.0.0/16"), Gateway = IPAddress.Parse("10.77.0.1") }));
        Run("gateway that is us", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("10.7.0.0/16"), Gateway = IPAddress.Parse("10.9.0.2") }));
        Run("which goes", RouteRequest.Delete(new Route.Route { Destination = IPNetwork.Parse("10.7.0.0/16") }));
        Run("on link", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("10.7.0.0/16"), Gateway = IPAddress.Parse("10.77.0.1"), OutLink = second, OnLink = true }));
        Run("over a link", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("10.6.0.0/16"), OutLink = second, Source = IPAddress.Parse("10.9.0.2") }));
        Run("from nobody's address", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("10.5.0.0/16"), OutLink = second, Source = IPAddress.Parse("10.99.0.2") }));
        Run("over no link", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("10.5.0.0/16"), OutLink = 999 }));
        Run("v6 route", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("fd02::/64"), Gateway = IPAddress.Parse("fd00::1") }));
        Run("v6 route twice", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("fd02::/64"), Gateway = IPAddress.Parse("fd00::1") }));
        Run("v6 nowhere", RouteRequest.Add(new Route.Route { Destination = IPNetwork.Parse("fd03::/64"), Gateway = IPAddress.Parse("fd99::1") }));
        Run("route not there", RouteRequest.Delete(new Route.Route { Destination = IPNetwork.Parse("10.4.0.0/16") }));
        Run("route away", RouteRequest.Delete(new Route.Route { Destination = IPNetwork.Parse("10.6.0.0/16") }));
        Run("neighbour", NeighbourRequest.Add(new Neighbour { LinkIndex = Index("br0"), Address = IPAddress.Parse("10.9.0.7"), Mac = s_mac }));
        Run("neighbour twice", NeighbourRequest.Add(new Neighbour { LinkIndex = Index("br0"), Address = IPAddress.Parse("10.9.0.7"), Mac = s_mac }));
        Run("neighbour replaced", NeighbourRequest.Replace(new Neighbour { LinkIndex = Index("br0"), Address = IPAddress.Parse("10.9.0.7"), Mac = MacAddress.Parse("02:00:00:00:00:09") }));
        Run("neighbour of no link", NeighbourRequest.Add(new Neighbour { LinkIndex = 999, Address = IPAddress.Parse("10.9.0.7"), Mac = s_mac }));
        Run("neighbour without mac", NeighbourRequest.Add(new Neighbour { LinkIndex = Index("br0"), Address = IPAddress.Parse("10.9.0.8") }));
        Run("neighbour not there", NeighbourRequest.Delete(new Neighbour { LinkIndex = Index("br0"), Address = IPAddress.Parse("10.9.0.6") }));
        Run("peer up", LinkRequest.Change(Index("v0"), new LinkChange { Group = 7 }));
        other.Execute(LinkRequest.Change("eth0", new LinkChange { Up = true }));
        Run("address away, the other with it", AddressRequest.Delete(second, IPAddress.Parse("10.9.0.2"), 24));
        Run("it down", LinkRequest.Change(second, new LinkChange { Up = false }));
        Run("rename", LinkRequest.Change(second, new LinkChange { Name = "d1" }));
        Run("rename to a name that is taken", LinkRequest.Change(second, new LinkChange { Name = "v0" }));
        Run("move", LinkRequest.Change(second, new LinkChange { Namespace = there }));
        Run("move lo", LinkRequest.Change("lo", new LinkChange { Namespace = there }));
        Run("macvlan", LinkRequest.CreateMacvlan(new MacvlanOptions { Name = "m0", Parent = Index("br0"), Mode = MacvlanMode.Bridge, Mac = s_mac }));
        Run("macvlan of no parent", LinkRequest.CreateMacvlan(new MacvlanOptions { Name = "m1", Parent = 999, Mode = MacvlanMode.Bridge }));
        Run("bridge away", LinkRequest.Delete(Index("br0")));
        Run("veth away", LinkRequest.Delete(Index("v0")));
        Run("veth away twice", LinkRequest.Delete("v0"));
        return steps;

        int Index(string name) => socket.GetLink(name).Index;

        void Run(string what, NetlinkRequest request, string? ownAddress = null)
        {
            var failures = socket.TryExecute(request);

            // The kernel answers first; that an IPv6 address is its own, a work queue tells it (addrconf_dad_work).
            if (ownAddress is not null)
            {
                Assert.True(SpinWait.SpinUntil(() => socket.FindRoute(IPAddress.Parse(ownAddress))?.Type == RouteType.Local, s_patience), what);
            }

            var lines = new List<string> { $"{what}: {(failures.Count == 0 ? "done" : failures[0].ErrnoName)}" };
            steps.Add(lines);
            Describe(lines, "  here ", socket);
            Describe(lines, "  there ", other);
        }
    }

    private static void Describe(List<string> lines, string place, RouteSocket socket)
    {
        var links = socket.GetLinks();
        string NameOf(int? index) => index is null ? "-" : links.FirstOrDefault(l => l.Index == index)?.Name ?? $"#{index}";
        foreach (var link in links.OrderBy(l => l.Index))
        {
            var mac = link.Mac is { } m && m.ToString().StartsWith("02:00", StringComparison.Ordinal) ? m.ToString() : "some";
            lines.Add($"{place}{link.Index} {link.Name} {link.Kind} {mac} mtu {link.Mtu} up {link.IsUp} master {NameOf(link.MasterIndex)} "
                + $"alias {link.Alias} group {link.Group} peer {link.PeerIndex} ns {link.PeerNamespaceId} hairpin {link.Port?.Hairpin} "
                + $"isolated {link.Port?.Isolated} mode {link.Macvlan?.Mode}");
        }

        // Link-local addresses and multicast come of the kernel's own doing, which the fake one does not play.
        lines.AddRange(socket.GetAddresses().Where(a => !a.Address.IsIPv6LinkLocal)
            .Select(a => $"{place}{a.Address}/{a.PrefixLength} dev {NameOf(a.LinkIndex)} brd {a.Broadcast} scope {a.Scope} {a.Flags & (AddressFlags.Secondary | AddressFlags.Permanent)}")
            .Order(StringComparer.Ordinal));
        lines.AddRange(socket.GetRoutes()
            .Where(r => r.Destination is not { } d || !(d.BaseAddress.IsIPv6LinkLocal || d.BaseAddress.IsIPv6Multicast))
            .Select(r => $"{place}{r} metric {r.Priority} scope {(r.Family == AddressFamily.InterNetworkV6 ? null : r.Scope)} src {r.Source} proto {r.Protocol} mtu {r.Mtu} onlink {r.OnLink}")
            .Order(StringComparer.Ordinal));
        foreach (var destination in (string[])["10.9.0.77", "10.9.0.3", "10.7.1.1", "10.6.1.1", "10.8.0.1", "fd00::77", "fd00::2", "fd02::9", "203.0.113.9", "fd99::9"])
        {
            var way = socket.FindRoute(IPAddress.Parse(destination));
            lines.Add($"{place}to {destination} {NameOf(way?.OutLink)} via {way?.Gateway} {way?.Type}");
        }

        lines.AddRange(socket.GetNeighbours().Where(n => n.State == NeighbourState.Permanent)
            .Select(n => $"{place}{n.Address} dev {NameOf(n.LinkIndex)} {n.Mac}").Order(StringComparer.Ordinal));
    }
}
