using System.Collections.Concurrent;
using System.Diagnostics;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Testing;
using Tmds.Linux;

namespace CniChain.Linux.Tests.Rtnetlink;

public sealed class LinkDeletionTests
{
    private const int Count = 100;

    [Fact]
    public void Delete_ByManyThreadsAtOnce_GoesInFewRequestsAndEachGetsItsOwnOutcome()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var indices = CreateVeths(socket, container, Count);
        var other = CreateVeths(socket, container, 1, first: Count)[0];
        var loopback = socket.GetLink("lo").Index;
        const int absent = 1_000_000;
        using var spans = new TransactionCount();

        var outcomes = DeleteAll(host, [.. indices, loopback, absent]);

        Assert.All(indices, index => Assert.Null(outcomes[index]));
        Assert.Equal(LibC.ENODEV, outcomes[absent]?.Errno);
        Assert.Equal(LibC.EOPNOTSUPP, outcomes[loopback]?.Errno);
        Assert.StartsWith($"dellink {loopback}", outcomes[loopback]!.Message, StringComparison.Ordinal);
        Assert.Equal(["lo", $"v{Count}"], socket.GetLinks().Select(l => l.Name).Order());
        Assert.Equal((0u, 0u), (socket.GetLink("lo").Group, socket.GetLink(other).Group));

        // One by one there would be a hundred; how many lots it takes is the scheduler's affair.
        Assert.InRange(spans.Deletions, 1, Count / 2);
        Assert.InRange(spans.Shared, Count / 2, Count);
    }

    [Fact]
    public void DeleteLink_ByManyThreadsAtOnce_TakesThoseOnlyThatAreMeant()
    {
        using var host = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket = RouteSocket.Open(host.Namespace);
        var indices = CreateVeths(socket, container, 30);
        foreach (var index in indices.Where((_, i) => i % 3 != 0))
        {
            socket.Execute(LinkRequest.Change(index, new LinkChange { Alias = "mine" }));
        }

        var outcomes = new ConcurrentDictionary<int, bool>();
        var threads = Enumerable.Range(0, 32).Select(i => new Thread(() =>
        {
            using var own = RouteSocket.Open(host.Namespace);
            outcomes[i] = own.DeleteLink($"v{i}", link => link.Alias == "mine");
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        // Every third is somebody else's, and the last two do not exist.
        Assert.All(outcomes, o => Assert.Equal(o.Key < 30 && o.Key % 3 != 0, o.Value));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"v{i * 3}").Order(), socket.GetLinks(kind: "veth").Select(l => l.Name).Order());
        Assert.All(socket.GetLinks(), l => Assert.Equal(0u, l.Group));
    }

    [Fact]
    public async Task Delete_InTwoNamespaces_NeverTakesTheOthersLinksOfTheSameIndex()
    {
        using var first = TestNamespace.Create();
        using var second = TestNamespace.Create();
        using var container = TestNamespace.Create();
        using var socket1 = RouteSocket.Open(first.Namespace);
        using var socket2 = RouteSocket.Open(second.Namespace);
        var indices1 = CreateVeths(socket1, container, 20);
        var indices2 = CreateVeths(socket2, container, 40, first: 100);

        var both = await Task.WhenAll(
            Task.Run(() => DeleteAll(first, indices1)),
            Task.Run(() => DeleteAll(second, [.. indices2.Take(20)])));

        Assert.All(both.SelectMany(o => o.Values), Assert.Null);
        Assert.Equal(["lo"], socket1.GetLinks().Select(l => l.Name));
        Assert.Equal(20, socket2.GetLinks(kind: "veth").Count);
    }

    private static int[] CreateVeths(RouteSocket socket, TestNamespace container, int count, int first = 0)
    {
        for (var i = first; i < first + count; i++)
        {
            socket.Execute(LinkRequest.CreateVeth(new VethOptions
            {
                Name = $"v{i}",
                Peer = new VethPeer { Name = $"c{i}", Namespace = container.Namespace },
            }));
        }

        return [.. Enumerable.Range(first, count).Select(i => socket.GetLink($"v{i}").Index)];
    }

    /// <summary>Deletes links, each by a thread and a socket of its own.</summary>
    private static ConcurrentDictionary<int, NetlinkException?> DeleteAll(TestNamespace place, int[] indices)
    {
        var outcomes = new ConcurrentDictionary<int, NetlinkException?>();
        using var start = new Barrier(indices.Length);
        var threads = indices.Select(index => new Thread(() =>
        {
            using var socket = RouteSocket.Open(place.Namespace);
            start.SignalAndWait();
            outcomes[index] = socket.TryExecute(LinkRequest.Delete(index)).FirstOrDefault();
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return outcomes;
    }

    /// <summary>Counts the transactions that delete links, begun by the thread that makes this and those it starts.</summary>
    private sealed class TransactionCount : IDisposable
    {
        private readonly Activity _trace = new Activity("test").Start();
        private readonly ActivityListener _listener;
        private int _deletions;
        private int _shared;

        public TransactionCount()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "CniChain.Linux",
                Sample = static (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.OperationName == "netlink dellink" && activity.TraceId == _trace.TraceId)
                    {
                        Interlocked.Increment(ref activity.GetTagItem("cni.kernel.together") is null ? ref _deletions : ref _shared);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Deletions => _deletions;

        /// <summary>Deletions that another thread's transaction took along.</summary>
        public int Shared => _shared;

        public void Dispose()
        {
            _listener.Dispose();
            _trace.Dispose();
        }
    }
}
