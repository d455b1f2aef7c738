using CniChain.Host.Resident;
using CniChain.Wire;

namespace CniChain.Host.Tests.Resident;

/// <summary>A host at the limit of open files.</summary>
public sealed class HostLimitTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Callers_MoreThanMayBeServedAtOnce_WaitAndAreServed()
    {
        const int AtOnce = 2;
        const int Callers = 40;
        var (now, most) = (0, 0);
        var look = new Lock();
        await using var host = new RunningHost(
            async (_, _, cancel) =>
            {
                lock (look)
                {
                    most = Math.Max(most, ++now);
                }

                await Task.Delay(5, cancel);
                lock (look)
                {
                    now--;
                }

                return new CniReply(0, default);
            },
            mostConnections: AtOnce);

        var replies = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None)));

        Assert.All(replies, r => Assert.Equal(0, r!.ExitCode));
        Assert.InRange(most, 1, AtOnce);
    }

    [Fact]
    public async Task Stop_WhileCallersWaitForRoom_ServesThoseToo()
    {
        using var go = new SemaphoreSlim(0);
        await using var host = new RunningHost(
            async (_, _, cancel) =>
            {
                await go.WaitAsync(cancel);
                return new CniReply(0, default);
            },
            mostConnections: 1);
        var callers = Enumerable.Range(0, 8).Select(_ => WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None)).ToArray();

        host.Stop();
        go.Release(callers.Length);
        await host.Ended.WaitAsync(s_patience);

        // Null: who had not connected yet finds nobody, and starts another host.
        Assert.All(await Task.WhenAll(callers).WaitAsync(s_patience), r => Assert.True(r is null or { ExitCode: 0 }));
    }

    [Fact]
    public async Task Descriptors_NearlyGoneTwiceInARow_EndTheHost()
    {
        var looks = 0;
        await using var host = new RunningHost((_, _, _) => Task.FromResult(new CniReply(0, default)), isShortOfDescriptors: () => ++looks != 2);

        await host.Ended.WaitAsync(s_patience);

        Assert.Equal(4, looks);
        Assert.Contains(host.Log, line => line.Contains("hardly any descriptor is left", StringComparison.Ordinal));
        Assert.False(File.Exists(host.SocketPath));
    }

    [Fact]
    public async Task Operation_FailedForWantOfDescriptors_EndsTheHostBeforeItsCallerKnows()
    {
        var isShort = false;
        await using var host = new RunningHost(
            (_, _, _) =>
            {
                isShort = true;
                return Task.FromResult(new CniReply(1, default));
            },
            lookEvery: TimeSpan.FromHours(1),
            isShortOfDescriptors: () => isShort);

        Assert.Equal(1, (await WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None))!.ExitCode);

        Assert.False(File.Exists(host.SocketPath));
        await host.Ended.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Code_ThatCannotBeLoaded_EndsTheHost()
    {
        await using var host = new RunningHost((_, _, _) => throw new FileNotFoundException("Could not load file or assembly"));

        await Assert.ThrowsAnyAsync<Exception>(() => WireClient.AskAsync(host.SocketPath, RequestKind.HostStatus, CancellationToken.None));

        await host.Ended.WaitAsync(s_patience);
        Assert.Contains(host.Log, line => line.Contains("could not be loaded", StringComparison.Ordinal));
    }

    [Fact]
    public void Room_OfThisProcess_IsForOneConnectionAtLeast()
    {
        Assert.True(DescriptorRoom.Connections >= 1);
        Assert.False(DescriptorRoom.IsShort());
        Assert.Null(DescriptorRoom.Refusal);
    }
}
