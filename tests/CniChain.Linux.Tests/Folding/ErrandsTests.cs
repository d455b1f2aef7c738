using CniChain.Linux.Folding;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Folding;

public sealed class ErrandsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Begin_MoreThanTheMost_WaitsUntilOneIsDone()
    {
        var errands = new Errands(2);
        using var release = new SemaphoreSlim(0);
        using var done = new CountdownEvent(3);
        errands.Begin(Job);
        errands.Begin(Job);
        var third = new Thread(() => errands.Begin(Job)) { IsBackground = true };
        third.Start();
        Assert.True(SpinWait.SpinUntil(() => third.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_patience), "the third does not wait");

        release.Release(1);
        Assert.True(third.Join(s_patience), "the third was not begun");
        release.Release(2);
        Assert.True(done.Wait(s_patience));

        void Job()
        {
            Assert.True(release.Wait(s_patience));
            done.Signal();
        }
    }

    [Fact]
    public void Begin_WithoutAThreadToBeHad_DoesTheJobItselfAndLosesNoPlace()
    {
        var errands = new Errands(1, static _ => throw new OutOfMemoryException());
        var done = 0;

        errands.Begin(() => done++);
        errands.Begin(() => done++);

        Assert.Equal(2, done);
    }

    [Fact]
    public void Begin_ByManyAgainAndAgain_DoesEachJobOnce()
    {
        var errands = new Errands(3);
        using var done = new CountdownEvent(8 * 500);
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                errands.Begin(() => done.Signal());
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.True(done.Wait(s_patience), $"{done.CurrentCount} jobs were forgotten");
    }

    [Fact]
    public void Begin_InsideAnotherNamespace_WorksAtHome()
    {
        using var container = TestNamespace.Create();
        using var done = new ManualResetEventSlim();
        var errands = new Errands(1);
        (ulong, ulong)? place = null;

        container.Namespace.Run(() => errands.Begin(() =>
        {
            place = NetworkNamespace.FindCurrentIdentity();
            done.Set();
        }));

        Assert.True(done.Wait(s_patience));
        Assert.Equal(HomeNamespace.Identity, place);
    }
}
