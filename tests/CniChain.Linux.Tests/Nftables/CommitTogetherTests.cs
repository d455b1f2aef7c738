using System.Collections.Concurrent;
using System.Net;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>Many threads that commit in one namespace at the same time.</summary>
public sealed class CommitTogetherTests
{
    private const int Threads = 64;

    private static readonly NftTable s_table = new(NftFamily.Inet, "t");
    private static readonly NftSetRef s_ports = s_table.Set("ports");

    [Fact]
    public void Commit_ByManyThreadsAtOnce_FailsForThoseOnlyWhoseOwnBatchIsBad()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        nft.Commit(new NftBatch().AddElement(s_ports, Port(7, "10.88.0.1")));

        var outcomes = AllAtOnce(ns, Threads, (socket, i) =>
        {
            var batch = i switch
            {
                7 => new NftBatch().AddElement(s_ports, Port(1007, "10.88.0.9")).AddElement(s_ports, Port(7, "10.88.0.9"), exclusive: true),
                9 => new NftBatch().DeleteElement(s_ports, Key(999)),
                _ => new NftBatch().AddElement(s_ports, Port((ushort)i, "10.88.0.9"), exclusive: true),
            };
            return socket.TryCommit(batch, out var error) ? null : error;
        });

        Assert.StartsWith("add element inet t ports tcp . 7: File exists (EEXIST)", outcomes[7]?.Message, StringComparison.Ordinal);
        Assert.StartsWith("delete element inet t ports tcp . 999: No such file", outcomes[9]?.Message, StringComparison.Ordinal);
        Assert.All(outcomes.Where(o => o.Key is not (7 or 9)), o => Assert.Null(o.Value));
        var expected = Enumerable.Range(0, Threads).Where(i => i != 9).Select(i => Key((ushort)i));
        Assert.Equal(expected.ToHashSet(), nft.GetElements(s_ports).Select(e => e.Key).ToHashSet());
    }

    [Fact]
    public void Commit_SameElementByManyThreads_IsTakenByExactlyOne()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);

        var outcomes = AllAtOnce(ns, 16, (socket, i) =>
            socket.TryCommit(new NftBatch().AddElement(s_ports, Port(8080, $"10.88.0.{i}", $"owner {i}"), exclusive: true), out var error) ? null : error);

        var winner = Assert.Single(outcomes, o => o.Value is null).Key;
        Assert.All(outcomes.Values.Where(e => e is not null), e => Assert.Equal("EEXIST", e!.ErrnoName));
        Assert.Equal($"owner {winner}", nft.FindElement(s_ports, Key(8080))!.Comment);
    }

    [Fact]
    public void Commit_GuardedAndUnguardedMixed_EveryGuardHolds()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        nft.Commit(new NftBatch().AddElement(s_ports, Port(1, "10.88.0.1", "0")));

        // Each thread counts one up, which only a guard keeps from losing some; in between it does something that needs none.
        AllAtOnce(ns, 16, (socket, i) =>
        {
            socket.Commit(new NftBatch().AddElement(s_ports, Port((ushort)(100 + i), "10.88.0.9")));
            while (!TryCountUp(socket))
            {
            }

            socket.Commit(new NftBatch().DeleteElement(s_ports, Key((ushort)(100 + i))));
            return null;
        });

        var only = Assert.Single(nft.GetElements(s_ports));
        Assert.Equal("16", only.Comment);
    }

    private static bool TryCountUp(NftSocket socket)
    {
        var generation = socket.GetGeneration();
        var count = int.Parse(socket.FindElement(s_ports, Key(1))!.Comment!, System.Globalization.CultureInfo.InvariantCulture);
        var batch = new NftBatch().DeleteElement(s_ports, Key(1)).AddElement(s_ports, Port(1, "10.88.0.1", $"{count + 1}"), exclusive: true);
        return socket.TryCommit(batch, out var error, generation) || (error.ErrnoName == "ERESTART" ? false : throw error);
    }

    private static ConcurrentDictionary<int, NetlinkException?> AllAtOnce(TestNamespace ns, int count, Func<NftSocket, int, NetlinkException?> act)
    {
        var outcomes = new ConcurrentDictionary<int, NetlinkException?>();
        using var start = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            using var socket = NftSocket.Open(ns.Namespace);
            start.SignalAndWait();
            outcomes[i] = act(socket, i);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return outcomes;
    }

    private static NftSocket Open(TestNamespace ns)
    {
        var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(new NftBatch().AddTable(s_table).AddSet(new NftSet(s_ports, NftDataType.InetProtocol, NftDataType.InetService)
        {
            Data = [NftDataType.Ipv4Address, NftDataType.InetService],
        }));
        return nft;
    }

    private static NftKey Key(ushort port) => NftKey.Of.Protocol(6).Port(port);

    private static NftElement Port(ushort port, string address, string? owner = null) =>
        new(Key(port), NftKey.Of.Address(IPAddress.Parse(address)).Port(80), owner);
}
