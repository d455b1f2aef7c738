using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Netlink;

public sealed class NetlinkSocketPoolTests
{
    private static readonly NftTable s_table = new(NftFamily.Inet, "t");

    [Fact]
    public void Dispose_OfANetfilterSocket_KeepsItForTheNextOfItsNamespace()
    {
        using var one = TestNamespace.Create();
        using var other = TestNamespace.Create();
        using (var socket = NftSocket.Open(one.Namespace))
        {
            socket.Commit(new NftBatch().AddTable(s_table));
        }

        using (var again = NftSocket.Open(one.Namespace))
        using (var elsewhere = NftSocket.Open(other.Namespace))
        {
            Assert.True(again.HasTable(s_table));
            Assert.False(elsewhere.HasTable(s_table));
        }

        var kept = NetlinkSocketPool.Netfilter.TryTake(one.Namespace.Identity);
        Assert.NotNull(kept);
        Assert.Null(NetlinkSocketPool.Netfilter.TryTake(one.Namespace.Identity));
        kept.Close(returnBuffer: true);
    }

    [Fact]
    public void Dispose_Twice_GivesTheSocketBackOnce()
    {
        using var ns = TestNamespace.Create();
        var socket = NftSocket.Open(ns.Namespace);
        socket.GetGeneration();
        socket.Dispose();
        using var next = NftSocket.Open(ns.Namespace);
        socket.Dispose();
        Assert.Throws<ObjectDisposedException>(() => socket.GetGeneration());
        using var third = NftSocket.Open(ns.Namespace);
        Assert.Equal(next.GetGeneration(), third.GetGeneration());
    }

    [Fact]
    public void Next_AfterADumpThatWasLeftEarly_ReadsItsOwnAnswers()
    {
        using var ns = TestNamespace.Create();
        var set = s_table.Set("s");
        using (var socket = NftSocket.Open(ns.Namespace))
        {
            var elements = Enumerable.Range(1, 5000).Select(i => new NftElement(NftKey.Of.Port((ushort)i))).ToList();
            socket.Commit(new NftBatch().AddTable(s_table).AddSet(new NftSet(set, NftDataType.InetService)).AddElements(set, elements));
            Assert.False(socket.IsEmpty(set));
        }

        using var next = NftSocket.Open(ns.Namespace);
        Assert.True(next.HasTable(s_table));
        Assert.Equal(5000, next.GetElements(set).Count);
    }

    [Fact]
    public void CloseIdle_ClosesWhatNobodyTook()
    {
        using var ns = TestNamespace.Create();
        using (var socket = NftSocket.Open(ns.Namespace))
        {
            socket.GetGeneration();
        }

        NetlinkSocketPool.Netfilter.CloseIdle(TimeSpan.Zero);
        Assert.Null(NetlinkSocketPool.Netfilter.TryTake(ns.Namespace.Identity));
    }

    [Fact]
    public void Dispose_OfARouteSocket_KeepsItWhereTheProcessIsAtHome()
    {
        // Other tests take some, but hardly eight at one moment.
        var sockets = Enumerable.Range(0, 8).Select(_ => RouteSocket.Open()).ToList();
        sockets.ForEach(s => Assert.Equal("lo", s.GetLink("lo").Name));
        sockets.ForEach(s => s.Dispose());

        var kept = NetlinkSocketPool.Route.TryTake(HomeNamespace.Identity);
        Assert.NotNull(kept);
        Assert.Equal(HomeNamespace.Identity, kept.FindNamespace());
        kept.Release();
        using var next = RouteSocket.Open();
        Assert.Equal("lo", next.GetLink("lo").Name);
    }

    [Fact]
    public void Dispose_OfARouteSocketInAContainer_LetsTheNamespaceGo()
    {
        using var host = TestNamespace.Create();
        using (var container = TestNamespace.Create())
        {
            using var outside = RouteSocket.Open(host.Namespace);
            outside.Execute(LinkRequest.CreateVeth(new VethOptions
            {
                Name = "out0",
                Peer = new VethPeer { Name = "in0", Namespace = container.Namespace },
            }));
            using (var inside = RouteSocket.Open(container.Namespace))
            {
                Assert.NotNull(inside.FindLink("in0"));
            }

            Assert.Null(NetlinkSocketPool.For(NetlinkProtocol.Route, container.Namespace.Identity));
        }

        // The kernel removes the pair when nothing holds the container's namespace any more.
        using var socket = RouteSocket.Open(host.Namespace);
        Assert.True(SpinWait.SpinUntil(() => socket.FindLink("out0") is null, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Release_AfterAnAnswerThatDidNotCome_ClosesTheSocket()
    {
        using var ns = TestNamespace.Create();
        var socket = NetlinkTransport.Open(NetlinkProtocol.Netfilter, ns.Namespace);
        Assert.Equal(NetlinkReceived.Nothing, socket.Receive(TimeSpan.FromMilliseconds(1), out _));

        socket.Release();

        Assert.Null(NetlinkSocketPool.Netfilter.TryTake(ns.Namespace.Identity));
    }

    [Fact]
    public void TryPut_WhenThereAreEnough_IsRefused()
    {
        using var ns = TestNamespace.Create();
        var pool = new NetlinkSocketPool(1);
        using var one = NetlinkTransport.Open(NetlinkProtocol.Route, ns.Namespace);
        using var other = NetlinkTransport.Open(NetlinkProtocol.Route, ns.Namespace);

        Assert.True(pool.TryPut(ns.Namespace.Identity, one));
        Assert.False(pool.TryPut(ns.Namespace.Identity, other));
        Assert.Same(one, pool.TryTake(ns.Namespace.Identity));
    }
}
