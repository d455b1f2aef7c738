using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;
using IpRoute = CniChain.Linux.Route.Route;

namespace CniChain.Linux.Tests.Rtnetlink;

public sealed class AddressAndRouteTests
{
    [Fact]
    public void AddAddress_BothFamilies_IpAndGetAddressesAgree()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);

        socket.Execute(
            AddressRequest.Add(link, IPAddress.Parse("10.1.2.3"), 24),
            AddressRequest.Add(link, IPAddress.Parse("10.1.3.3"), 24, broadcast: IPAddress.Any),
            AddressRequest.Add(link, IPAddress.Parse("fd00::3"), 64, AddressFlags.NoDad | AddressFlags.NoPrefixRoute));

        var json = test.ExecJson("ip -j addr show dev veth1")[0].GetProperty("addr_info").EnumerateArray().ToList();
        Assert.Contains(json, a => a.GetProperty("local").GetString() == "10.1.2.3" && a.GetProperty("broadcast").GetString() == "10.1.2.255");
        Assert.Contains(json, a => a.GetProperty("local").GetString() == "10.1.3.3" && !a.TryGetProperty("broadcast", out _));
        Assert.Contains(json, a => a.GetProperty("local").GetString() == "fd00::3" && a.GetProperty("nodad").GetBoolean());
        var addresses = socket.GetAddresses(link);
        Assert.Equal(IPAddress.Parse("10.1.2.255"), addresses.Single(a => a.Address.ToString() == "10.1.2.3").Broadcast);
        var v6 = addresses.Single(a => a.Address.ToString() == "fd00::3");
        Assert.Equal(64, v6.PrefixLength);
        Assert.Equal(AddressFlags.NoDad | AddressFlags.NoPrefixRoute | AddressFlags.Permanent, v6.Flags & ~AddressFlags.Tentative);
        Assert.All(socket.GetAddresses(link, AddressFamily.InterNetwork), a => Assert.Equal(AddressFamily.InterNetwork, a.Address.AddressFamily));
        Assert.Empty(socket.GetAddresses(1, AddressFamily.InterNetwork));
    }

    [Fact]
    public void AddAddress_Twice_IsRefusedReplaceIsNot()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        var address = IPAddress.Parse("10.1.2.3");
        socket.Execute(AddressRequest.Add(link, address, 24));

        var error = Assert.Throws<NetlinkException>(() => socket.Execute(AddressRequest.Add(link, address, 24)));
        socket.Execute(AddressRequest.Replace(link, address, 24));

        Assert.StartsWith($"newaddr 10.1.2.3/24 dev {link}: File exists (EEXIST)", error.Message, StringComparison.Ordinal);
        Assert.Single(socket.GetAddresses(link, AddressFamily.InterNetwork));
    }

    [Fact]
    public void DeleteAddress_ThenAgain_SaysItIsNotThere()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        socket.Execute(AddressRequest.Add(link, IPAddress.Parse("fd00::3"), 64));
        var delete = AddressRequest.Delete(link, IPAddress.Parse("fd00::3"), 64);

        socket.Execute(delete);

        Assert.Equal("EADDRNOTAVAIL", Assert.Single(socket.TryExecute(delete)).ErrnoName);
        Assert.DoesNotContain("fd00::3", test.Exec("ip addr"), StringComparison.Ordinal);
    }

    [Fact]
    public void GetAddresses_NoSuchLink_SaysSo()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);

        Assert.Equal("ENODEV", Assert.Throws<NetlinkException>(() => socket.GetAddresses(9999)).ErrnoName);
    }

    [Fact]
    public void AddRoute_EveryAttribute_IsWhatIpSays()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        socket.Execute(
            AddressRequest.Add(link, IPAddress.Parse("10.1.2.3"), 24),
            RouteRequest.Add(new IpRoute { Gateway = IPAddress.Parse("10.1.2.1"), OutLink = link }),
            RouteRequest.Add(new IpRoute
            {
                Destination = IPNetwork.Parse("192.0.2.0/24"),
                Gateway = IPAddress.Parse("10.9.9.9"),
                OutLink = link,
                OnLink = true,
                Mtu = 1300,
                AdvMss = 1200,
                Priority = 50,
                Source = IPAddress.Parse("10.1.2.3"),
                Protocol = RouteProtocol.Static,
            }),
            RouteRequest.Add(new IpRoute { Destination = IPNetwork.Parse("198.51.100.0/24"), OutLink = link, Table = 1000 }),
            RouteRequest.Add(new IpRoute { Destination = IPNetwork.Parse("203.0.113.0/24"), Type = RouteType.Blackhole, Table = 100 }));

        var text = test.Exec("ip route show table all").Replace(" \n", "\n", StringComparison.Ordinal);
        Assert.Contains("default via 10.1.2.1 dev veth1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "192.0.2.0/24 via 10.9.9.9 dev veth1 proto static src 10.1.2.3 metric 50 onlink mtu 1300 advmss 1200",
            text.Replace("src 10.1.2.3 metric 50 mtu 1300 advmss 1200 onlink", "src 10.1.2.3 metric 50 onlink mtu 1300 advmss 1200", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("198.51.100.0/24 dev veth1 table 1000 scope link", text, StringComparison.Ordinal);
        Assert.Contains("blackhole 203.0.113.0/24 table 100", text, StringComparison.Ordinal);
    }

    [Fact]
    public void GetRoutes_OfWhatWasAdded_ReturnsTheSame()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        var route = new IpRoute
        {
            Destination = IPNetwork.Parse("192.0.2.0/24"),
            Gateway = IPAddress.Parse("10.1.2.1"),
            OutLink = link,
            Mtu = 1300,
            AdvMss = 1200,
            Priority = 50,
            Source = IPAddress.Parse("10.1.2.3"),
            Table = 70000,
        };
        socket.Execute(AddressRequest.Add(link, IPAddress.Parse("10.1.2.3"), 24), RouteRequest.Add(route));

        var read = Assert.Single(socket.GetRoutes(table: 70000));

        Assert.Equal(route with { Scope = RouteScope.Universe }, read);
        Assert.Empty(socket.GetRoutes(table: 70001));
        Assert.Equal("10.1.2.0/24", Assert.Single(socket.GetRoutes(link, AddressFamily.InterNetwork)).Destination.ToString());
        Assert.Empty(socket.GetRoutes(1));
    }

    [Fact]
    public void Routes_IPv6_AddAppendReplaceDelete()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        var first = new IpRoute { Gateway = IPAddress.Parse("fd00::1"), OutLink = link };
        socket.Execute(AddressRequest.Add(link, IPAddress.Parse("fd00::3"), 64, AddressFlags.NoDad), RouteRequest.Add(first));
        Assert.Equal("EEXIST", Assert.Single(socket.TryExecute(RouteRequest.Add(first))).ErrnoName);

        socket.Execute(RouteRequest.Append(first with { Gateway = IPAddress.Parse("fd00::2") }));
        var several = socket.GetRoutes(link, AddressFamily.InterNetworkV6).Single(r => r.IsDefault);
        Assert.Equal(
            [new RouteNextHop(IPAddress.Parse("fd00::1"), link, 1), new RouteNextHop(IPAddress.Parse("fd00::2"), link, 1)],
            several.NextHops.OrderBy(h => h.Gateway!.ToString()));

        socket.Execute(RouteRequest.Delete(first));
        Assert.Equal(IPAddress.Parse("fd00::2"), socket.GetRoutes(link).Single(r => r.IsDefault).Gateway);
        socket.Execute(RouteRequest.Replace(first with { Gateway = IPAddress.Parse("fd00::9"), Mtu = 1280 }));
        Assert.Contains("default via fd00::9 dev veth1 metric 1024 mtu 1280", test.Exec("ip -6 route"), StringComparison.Ordinal);
    }

    [Fact]
    public void AddRoute_IPv6GatewayForIPv4_IsWhatIpSays()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        var route = new IpRoute { Destination = IPNetwork.Parse("192.0.2.0/24"), Gateway = IPAddress.Parse("fe80::1"), OutLink = link };

        socket.Execute(RouteRequest.Add(route));

        Assert.Contains("192.0.2.0/24 via inet6 fe80::1 dev veth1", test.Exec("ip route"), StringComparison.Ordinal);
        Assert.Equal(IPAddress.Parse("fe80::1"), Assert.Single(socket.GetRoutes(link, AddressFamily.InterNetwork)).Gateway);
    }

    [Fact]
    public void AddRoute_GatewayOutOfReach_KernelSaysWhy()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);

        var error = Assert.Throws<NetlinkException>(
            () => socket.Execute(RouteRequest.Add(new IpRoute { Gateway = IPAddress.Parse("10.1.2.1"), OutLink = link })));

        Assert.Equal(
            $"newroute default via 10.1.2.1 dev {link}: Network is unreachable (ENETUNREACH): Nexthop has invalid gateway", error.Message);
    }

    [Fact]
    public void AddRoute_DefaultWithoutFamily_IsRefusedBeforeTheKernel() =>
        Assert.Throws<InvalidOperationException>(() => RouteRequest.Add(new IpRoute { OutLink = 1 }));

    [Fact]
    public void Neighbours_AddReplaceDelete_AreWhatIpSays()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        var link = CreateVeth(socket);
        var neighbour = new Neighbour { LinkIndex = link, Address = IPAddress.Parse("10.1.2.9"), Mac = MacAddress.Parse("0a:58:0a:01:02:09") };
        socket.Execute(NeighbourRequest.Add(neighbour));
        Assert.Equal("EEXIST", Assert.Single(socket.TryExecute(NeighbourRequest.Add(neighbour))).ErrnoName);
        Assert.Contains("10.1.2.9 dev veth1 lladdr 0a:58:0a:01:02:09 PERMANENT", test.Exec("ip neigh"), StringComparison.Ordinal);

        var changed = neighbour with { Mac = MacAddress.Parse("0a:58:0a:01:02:10") };
        socket.Execute(NeighbourRequest.Replace(changed));

        Assert.Equal(changed, Assert.Single(socket.GetNeighbours(link)));
        socket.Execute(NeighbourRequest.Delete(neighbour));
        Assert.Empty(socket.GetNeighbours(link));
        Assert.Equal("ENOENT", Assert.Single(socket.TryExecute(NeighbourRequest.Delete(neighbour))).ErrnoName);
    }

    private static int CreateVeth(RouteSocket socket)
    {
        socket.Execute(
            LinkRequest.CreateVeth(new VethOptions { Name = "veth1", Up = true, Peer = new VethPeer { Name = "veth2" } }),
            LinkRequest.Change("veth2", new LinkChange { Up = true }));
        return socket.GetLink("veth1").Index;
    }
}
