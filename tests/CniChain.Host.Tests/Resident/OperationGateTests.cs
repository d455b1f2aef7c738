using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Resident;

public sealed class OperationGateTests : IDisposable
{
    private readonly OperationGate gate = new(parallel: 4, queueLimit: 16);

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task Enter_SameContainer_WaitsForTheFirst()
    {
        var first = await Enter(CniVerb.Add, "net", "c1");
        var second = Enter(CniVerb.Del, "net", "c1");
        Assert.False(second.IsCompleted);

        first!.Dispose();

        (await second)!.Dispose();
    }

    [Fact]
    public async Task Enter_SameContainerOnAnotherNetwork_WaitsToo()
    {
        using var first = await Enter(CniVerb.Add, "net1", "c1");

        Assert.False(Enter(CniVerb.Add, "net2", "c1").IsCompleted);
    }

    [Fact]
    public async Task Enter_DifferentContainers_RunTogetherUpToTheLimit()
    {
        var turns = new List<IDisposable?>();
        for (var i = 0; i < 4; i++)
        {
            turns.Add(await Enter(CniVerb.Add, "net", $"c{i}"));
        }

        var fifth = Enter(CniVerb.Add, "net", "c4");
        Assert.False(fifth.IsCompleted);
        Assert.Equal((4, 1), (gate.Running, gate.Waiting));
        turns.ForEach(t => t!.Dispose());
        (await fifth)!.Dispose();
        Assert.Equal((0, 0), (gate.Running, gate.Waiting));
    }

    [Fact]
    public async Task Enter_Gc_IsAloneOnItsNetworkOnly()
    {
        var add = await Enter(CniVerb.Add, "net", "c1");
        var gc = Enter(CniVerb.Gc, "net", null);
        Assert.False(gc.IsCompleted);
        var late = Enter(CniVerb.Add, "net", "c2");
        Assert.False(late.IsCompleted);
        (await Enter(CniVerb.Add, "other", "c3"))!.Dispose();

        add!.Dispose();
        var collecting = await gc;
        Assert.False(late.IsCompleted);
        collecting!.Dispose();

        (await late)!.Dispose();
    }

    [Fact]
    public async Task Enter_StatusDuringGc_PassesAtOnce()
    {
        using var gc = await Enter(CniVerb.Gc, "net", null);

        Assert.True(Enter(CniVerb.Status, "net", null).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Enter_WaitCancelled_FreesThoseBehind()
    {
        var add = await Enter(CniVerb.Add, "net", "c1");
        using var cancel = new CancellationTokenSource();
        var gc = gate.EnterAsync(CniVerb.Gc, "net", null, cancel.Token).AsTask();
        var behind = Enter(CniVerb.Add, "net", "c2");
        Assert.False(behind.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gc);
        (await behind.WaitAsync(TimeSpan.FromSeconds(60)))!.Dispose();
        add!.Dispose();
        (await Enter(CniVerb.Gc, "net", null).WaitAsync(TimeSpan.FromSeconds(60)))!.Dispose();
    }

    [Fact]
    public async Task Enter_QueueFull_SaysTryAgainLater()
    {
        using var first = await Enter(CniVerb.Add, "net", "c1");
        for (var i = 0; i < 16; i++)
        {
            _ = Enter(CniVerb.Add, "net", "c1");
        }

        var error = await Assert.ThrowsAsync<CniException>(() => Enter(CniVerb.Add, "net", "c2"));

        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
    }

    [Fact]
    public async Task Enter_ManyAtOnce_NeverTwoOnOneContainerNorBesideGc()
    {
        using var busy = new OperationGate(8, 10_000);
        var inside = new int[5];
        var collecting = 0;
        var running = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, ct) =>
        {
            var isGc = i % 50 == 0;
            var container = i % inside.Length;
            using var turn = await busy.EnterAsync(isGc ? CniVerb.Gc : CniVerb.Add, "net", isGc ? null : $"c{container}", ct);
            if (isGc)
            {
                Assert.Equal(1, Interlocked.Increment(ref collecting));
                Assert.Equal(0, Volatile.Read(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref collecting);
            }
            else
            {
                Assert.Equal(1, Interlocked.Increment(ref inside[container]));
                Interlocked.Increment(ref running);
                Assert.Equal(0, Volatile.Read(ref collecting));
                await Task.Yield();
                Interlocked.Decrement(ref running);
                Interlocked.Decrement(ref inside[container]);
            }
        });
        Assert.Equal((0, 0), (busy.Running, busy.Waiting));
    }

    private Task<IDisposable?> Enter(CniVerb verb, string network, string? container) =>
        gate.EnterAsync(verb, network, container, CancellationToken.None).AsTask();
}
