using System.Net;
using CniChain.Linux.Folding;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;
using Tmds.Linux;

namespace CniChain.Linux.Tests.Rtnetlink;

public sealed class LinkDepartureTests
{
    [Fact]
    public void Delete_OfAPort_HasTakenItFromEverywhereWhenItReturns()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        using var inside = RouteSocket.Open(container.Namespace);
        socket.Execute(LinkRequest.CreateBridge(new BridgeOptions { Name = "br0", Up = true }));
        var bridge = socket.GetLink("br0").Index;

        // The same name again and again, and a deletion that is followed at once by what meets anything left of it.
        for (var i = 0; i < 50; i++)
        {
            socket.Execute(LinkRequest.CreateVeth(new VethOptions
            {
                Name = "v0",
                Master = bridge,
                Up = true,
                Peer = new VethPeer { Name = "eth0", Namespace = container.Namespace },
            }));
            var link = socket.GetLink("v0");
            inside.Execute(
                AddressRequest.Add(link.PeerIndex!.Value, IPAddress.Parse("10.1.0.2"), 16),
                LinkRequest.Change(link.PeerIndex.Value, new LinkChange { Up = true }));

            if (i % 2 == 0)
            {
                socket.Execute(LinkRequest.Delete(link.Index));
            }
            else
            {
                inside.Execute(LinkRequest.Delete(link.PeerIndex.Value));
            }

            Assert.Null(socket.FindLink(link.Index));
            Assert.Null(inside.FindLink("eth0"));
            Assert.Equal(["br0", "lo"], socket.GetLinks().Select(l => l.Name).Order());
            Assert.Empty(socket.GetLinks(master: bridge));
            Assert.DoesNotContain(inside.GetAddresses(), a => a.Address.Equals(IPAddress.Parse("10.1.0.2")));
            Assert.False(host.Namespace.Run(() => Directory.Exists("/proc/sys/net/ipv4/conf/v0")));
            Assert.Equal(LibC.ENODEV, Assert.Single(socket.TryExecute(LinkRequest.Delete(link.Index))).Errno);
        }
    }

    [Fact]
    public void Delete_OfMoreInARowThanTheKernelHasFreed_TakesThemAll()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        for (var i = 0; i < 60; i++)
        {
            socket.Execute(LinkRequest.CreateVeth(new VethOptions
            {
                Name = $"v{i}",
                Peer = new VethPeer { Name = $"c{i}", Namespace = container.Namespace },
            }));
        }

        foreach (var link in socket.GetLinks(kind: "veth"))
        {
            socket.Execute(LinkRequest.Delete(link.Index));
        }

        Assert.Equal(["lo"], socket.GetLinks().Select(l => l.Name));
    }

    [Fact]
    public void Execute_NotificationsLost_WaitsForTheAnswer()
    {
        using var host = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        socket.Execute(LinkRequest.CreateBridge(new BridgeOptions { Name = "br0" }));
        var index = socket.GetLink("br0").Index;
        // Released by the request, whose thread may be the last to use it.
        var transport = NetlinkTransport.Open(NetlinkProtocol.Route, host.Namespace, 1u << ((int)RtnlFilter.RTNLGRP_LINK - 1));

        // Nobody reads until the queue is over its limit: the kernel drops what comes, and says so once.
        for (var i = 0; i < 4000; i++)
        {
            socket.Execute(LinkRequest.Change(index, new LinkChange { Alias = $"alias {i}" }));
        }

        var failure = NotifiedRequest.Execute(
            transport, LinkRequest.Delete(index), RtnlFilter.RTNLGRP_LINK, message => message.Type == Rtm.RTM_DELLINK, new Errands(1));

        Assert.Null(failure);
        Assert.Null(socket.FindLink("br0"));
    }
}
