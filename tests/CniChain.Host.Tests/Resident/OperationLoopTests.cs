using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Resident;

public sealed class OperationLoopTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly OperationLoop _loop = new();

    [Fact]
    public void Pieces_AllRunOnTheThreadThatWorks()
    {
        var threads = new List<int>();
        var operation = _loop.Begin(async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                threads.Add(Environment.CurrentManagedThreadId);
                await Task.Yield();
            }

            await Plugin(() => threads.Add(Environment.CurrentManagedThreadId));
            threads.Add(Environment.CurrentManagedThreadId);
        });
        _loop.Work();
        Assert.True(operation.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Repeat(Environment.CurrentManagedThreadId, 5), threads);
    }

    [Fact]
    public void PluginCall_BeginsWhenTheOperationHasLeftTheStack()
    {
        var order = new List<string>();
        _ = _loop.Begin(async () =>
        {
            var call = Plugin(() => order.Add("plugin"));
            order.Add("operation");
            await call;
        });
        _loop.Work();
        Assert.Equal(["operation", "plugin"], order);
    }

    [Fact]
    public async Task PluginThatBlocks_TheOperationGoesOnElsewhere()
    {
        using var unblock = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var given = new TaskCompletionSource();
        var operation = _loop.Begin(async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Plugin(() => unblock.Wait(s_patience)).WaitAsync(cancel.Token));
            given.SetResult();
        });
        var worker = Task.Factory.StartNew(_loop.Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await cancel.CancelAsync();
        await given.Task.WaitAsync(s_patience);
        await operation.WaitAsync(s_patience);
        Assert.False(worker.IsCompleted);
        unblock.Set();
        await worker.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Wait_ForSomethingElse_GivesTheThreadBackAndGoesOn()
    {
        var other = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var operation = _loop.Begin(async () =>
        {
            await other.Task;
            await Plugin(static () => { });
        });
        _loop.Work();
        Assert.False(operation.IsCompleted);
        other.SetResult();
        await operation.WaitAsync(s_patience);
    }

    /// <remarks>As a plugin asks its IPAM plugin, and blocks until that has answered.</remarks>
    [Fact]
    public void PluginCall_InsideAPluginCall_RunsAtOnce()
    {
        var inner = false;
        var operation = _loop.Begin(() => Plugin(() => inner = Plugin(static () => { }).IsCompletedSuccessfully));
        _loop.Work();
        Assert.True(operation.IsCompletedSuccessfully);
        Assert.True(inner);
    }

    [Fact]
    public void PluginThatThrows_FailsItsCallAlone()
    {
        var operation = _loop.Begin(async () =>
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Plugin(static () => throw new InvalidOperationException("no")));
            Assert.Equal("no", failure.Message);
            await Plugin(static () => { });
        });
        _loop.Work();
        Assert.True(operation.IsCompletedSuccessfully, operation.Exception?.ToString());
    }

    private static Task Plugin(Action code)
    {
        var call = new Task(code);
        OperationLoop.StartPlugin(call, new PluginThreads());
        return call;
    }
}
