using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Netlink;

public sealed class NetfilterSocketPoolTests
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

        var kept = NetfilterSocketPool.TryTake(one.Namespace.Identity);
        Assert.NotNull(kept);
        Assert.Null(NetfilterSocketPool.TryTake(one.Namespace.Identity));
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

        NetfilterSocketPool.CloseIdle(TimeSpan.Zero);
        Assert.Null(NetfilterSocketPool.TryTake(ns.Namespace.Identity));
    }
}
