using System.Net;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Rtnetlink;

public sealed class RouteLookupTests
{
    [Theory]
    [InlineData("10.88.0.5", "net0")]
    [InlineData("10.88.9.9", "ptp0")]
    [InlineData("198.51.100.1", "ptp0")]
    [InlineData("fd00:88::5", "net0")]
    public void FindRoute_Routed_NamesTheLinkIpNames(string destination, string link)
    {
        using var ns = Routed();
        using var routes = RouteSocket.Open(ns.Namespace);
        var route = routes.FindRoute(IPAddress.Parse(destination));
        Assert.Equal(link, routes.GetLink(route!.OutLink!.Value).Name);
        Assert.Equal(link, ns.ExecJson($"ip -j route get {destination}")[0].GetProperty("dev").GetString());
    }

    [Theory]
    [InlineData("203.0.113.1")]
    [InlineData("203.0.113.9")]
    [InlineData("10.1.2.3")]
    [InlineData("fd00:99::1")]
    [InlineData("2001:db8::1")]
    public void FindRoute_LeadingNowhere_IsNull(string destination)
    {
        using var ns = Routed();
        ns.Exec("ip route add unreachable 203.0.113.1");
        ns.Exec("ip route add blackhole 203.0.113.9");
        ns.Exec("ip route add prohibit 10.1.2.3");
        ns.Exec("ip route add unreachable fd00:99::1");
        ns.Exec("ip route del 0.0.0.0/0");
        using var routes = RouteSocket.Open(ns.Namespace);
        Assert.Null(routes.FindRoute(IPAddress.Parse(destination)));
    }

    private static TestNamespace Routed()
    {
        var ns = TestNamespace.Create();
        ns.Exec("ip link add net0 type bridge");
        ns.Exec("ip addr add 10.88.0.1/24 dev net0");
        ns.Exec("ip addr add fd00:88::1/64 dev net0 nodad");
        ns.Exec("ip link set net0 up");
        ns.Exec("ip link add ptp0 type bridge");
        ns.Exec("ip addr add 192.0.2.1/30 dev ptp0");
        ns.Exec("ip link set ptp0 up");
        ns.Exec("ip route add 10.88.9.9/32 dev ptp0");
        ns.Exec("ip route add default via 192.0.2.2");
        return ns;
    }
}
