using CniChain.Linux.Folding;

namespace CniChain.Linux.Tests.Folding;

public sealed class GatheringTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Run_Alone_IsDoneByTheCaller()
    {
        var gathering = new Gathering<int, string>(10);
        var thread = 0;

        gathering.Run(1, "a", lot =>
        {
            Assert.Equal(["a"], lot);
            thread = Environment.CurrentManagedThreadId;
        });

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Run_WhileOneIsAtWork_TheOthersGoTogetherInLots()
    {
        var place = new Busy(largest: 3);
        var others = place.Begin("a", "b", "c", "d", "e");

        place.Release.Set();
        JoinAll(others);

        Assert.Equal(["x", "a b c", "d e"], place.Lots);
    }

    [Fact]
    public void Run_ElsewhereMeanwhile_DoesNotWait()
    {
        var place = new Busy(largest: 3);
        var seen = 0;

        place.Gathering.Run(2, "elsewhere", lot => seen = lot.Count);

        Assert.Equal(1, seen);
        place.Release.Set();
        JoinAll([]);
    }

    [Fact]
    public void Run_LeaderThrows_OnlyItsCallerSeesItAndTheOthersGoAlone()
    {
        var place = new Busy(largest: 3) { FailsWith = "a" };
        var others = place.Begin("a", "b", "c");

        place.Release.Set();
        JoinAll(others);

        Assert.Equal("a", Assert.Single(place.Failed));
        Assert.Equal(["b", "c"], place.Lots.Skip(2).Order());
        place.Gathering.Run(1, "later", lot => Assert.Equal(["later"], lot));
    }

    [Fact]
    public void Run_OneCallerAgainAndAgain_StrandsNobody()
    {
        var gathering = new Gathering<int, int>(4);
        var done = 0;
        var threads = Enumerable.Range(0, 16).Select(_ => Start(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                gathering.Run(1, i, lot => Interlocked.Add(ref done, lot.Count));
            }
        })).ToList();

        JoinAll(threads);

        Assert.Equal(16 * 500, done);
    }

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void JoinAll(IEnumerable<Thread> threads) => Assert.All(threads, t => Assert.True(t.Join(s_patience), "a thread waits for ever"));

    /// <summary>A gathering whose place 1 is held by job "x" until it is released.</summary>
    private sealed class Busy
    {
        private readonly ManualResetEventSlim _working = new();

        public Busy(int largest)
        {
            Gathering = new Gathering<int, string>(largest);
            Start(() => Run("x"));
            Assert.True(_working.Wait(s_patience));
        }

        public Gathering<int, string> Gathering { get; }

        public ManualResetEventSlim Release { get; } = new();

        /// <summary>The job whose lot throws.</summary>
        public string? FailsWith { get; init; }

        public List<string> Lots { get; } = [];

        public List<string> Failed { get; } = [];

        /// <summary>Adds jobs, one after the other, each by a thread of its own.</summary>
        public List<Thread> Begin(params string[] jobs)
        {
            var threads = new List<Thread>();
            foreach (var job in jobs)
            {
                var thread = Start(() => Run(job));
                threads.Add(thread);
                Assert.True(
                    SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), s_patience),
                    "the thread does not come to wait");
            }

            return threads;
        }

        private void Run(string job)
        {
            try
            {
                Gathering.Run(1, job, lot =>
                {
                    lock (Lots)
                    {
                        Lots.Add(string.Join(' ', lot));
                    }

                    _working.Set();
                    Assert.True(Release.Wait(s_patience));
                    if (lot.Count > 1 && lot[0] == FailsWith)
                    {
                        throw new IOException(job);
                    }
                });
            }
            catch (IOException e)
            {
                Failed.Add(e.Message);
            }
        }
    }
}
