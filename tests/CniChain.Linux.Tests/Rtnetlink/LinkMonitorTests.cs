using System.Diagnostics;
using System.Net;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Rtnetlink;

public sealed class LinkMonitorTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WaitForLink_PeerSetUpLater_ReturnsWhenItIsUp()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        using var monitor = LinkMonitor.Open(test.Namespace);
        var link = CreateVeth(socket);
        Assert.False(monitor.WaitForLink(link, l => l.OperState == OperState.Up, TimeSpan.FromMilliseconds(50)));

        var wait = Task.Run(() => monitor.WaitForLink(link, l => l.OperState == OperState.Up, s_long));
        socket.Execute(LinkRequest.Change("veth2", new LinkChange { Up = true }));

        Assert.True(await wait);
        Assert.Equal(OperState.Up, socket.GetLink(link).OperState);
    }

    [Fact]
    public void WaitForLink_AsWantedAlready_DoesNotWait()
    {
        using var test = TestNamespace.Create();
        using var monitor = LinkMonitor.Open(test.Namespace);

        Assert.True(monitor.WaitForLink(1, l => l.Name == "lo", TimeSpan.Zero));
    }

    [Fact]
    public async Task WaitForLink_LinkGoes_ReturnsFalseAtOnce()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        using var monitor = LinkMonitor.Open(test.Namespace);
        var link = CreateVeth(socket);
        var started = Stopwatch.GetTimestamp();

        var wait = Task.Run(() => monitor.WaitForLink(link, _ => false, s_long));
        socket.Execute(LinkRequest.Delete(link));

        Assert.False(await wait);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, s_long / 2);
    }

    [Fact]
    public void WaitForDuplicateDetection_NobodyElseHasIt_EndsWithoutTentative()
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        using var monitor = LinkMonitor.Open(test.Namespace);
        var link = CreateVeth(socket);
        socket.Execute(
            LinkRequest.Change("veth2", new LinkChange { Up = true }),
            AddressRequest.Add(link, IPAddress.Parse("fd00::3"), 64));
        Assert.Contains(socket.GetAddresses(link), a => a.IsTentative);

        var addresses = monitor.WaitForDuplicateDetection(link, s_long);

        Assert.All(addresses, a => Assert.False(a.IsTentative || a.IsDuplicate));
        Assert.Contains(addresses, a => a.Address.ToString() == "fd00::3");
    }

    [Fact]
    public void WaitForDuplicateDetection_SomebodyElseHasIt_SaysSo()
    {
        using var here = TestNamespace.Create();
        using var there = TestNamespace.Create();
        using var socket = RouteSocket.Open(here.Namespace);
        using var far = RouteSocket.Open(there.Namespace);
        using var monitor = LinkMonitor.Open(here.Namespace);
        socket.Execute(LinkRequest.CreateVeth(
            new VethOptions { Name = "veth1", Up = true, Peer = new VethPeer { Name = "eth0", Namespace = there.Namespace } }));
        var peer = far.GetLink("eth0").Index;
        far.Execute(
            LinkRequest.Change(peer, new LinkChange { Up = true }),
            AddressRequest.Add(peer, IPAddress.Parse("fd00::3"), 64, AddressFlags.NoDad));
        var link = socket.GetLink("veth1").Index;

        socket.Execute(AddressRequest.Add(link, IPAddress.Parse("fd00::3"), 64));
        var addresses = monitor.WaitForDuplicateDetection(link, s_long);

        Assert.True(addresses.Single(a => a.Address.ToString() == "fd00::3").IsDuplicate);
    }

    [Fact]
    public void WaitForDuplicateDetection_NoSuchLink_SaysSo()
    {
        using var test = TestNamespace.Create();
        using var monitor = LinkMonitor.Open(test.Namespace);

        Assert.Equal("ENODEV", Assert.Throws<NetlinkException>(() => monitor.WaitForDuplicateDetection(9999, s_long)).ErrnoName);
    }

    private static int CreateVeth(RouteSocket socket)
    {
        socket.Execute(LinkRequest.CreateVeth(new VethOptions { Name = "veth1", Up = true, Peer = new VethPeer { Name = "veth2" } }));
        return socket.GetLink("veth1").Index;
    }
}
