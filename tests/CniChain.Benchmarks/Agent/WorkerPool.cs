using System.Diagnostics;

namespace CniChain.Benchmarks.Agent;

/// <summary>Shares numbered calls out to threads, and times each.</summary>
internal static class WorkerPool
{
    /// <summary>Calls <paramref name="act"/> for every number, each time from the next thread that is free.</summary>
    /// <param name="workers">How many threads.</param>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many.</param>
    /// <param name="act">The call; it returns the processor time of the processes it waited for.</param>
    public static Answer Run(int workers, int first, int count, Func<int, double> act)
    {
        var tallies = new Tally[workers];
        var next = first - 1;
        var end = first + count;
        var started = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, workers).Select(worker => new Thread(() => tallies[worker] = Work(() => Interlocked.Increment(ref next), end, act))).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        return new Answer
        {
            WallMilliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            Milliseconds = [.. tallies.SelectMany(t => t.Milliseconds)],
            CpuMilliseconds = tallies.Sum(t => t.Cpu),
            Failures = tallies.Sum(t => t.Failures),
            Problem = tallies.Select(t => t.Problem).FirstOrDefault(p => p is not null),
        };
    }

    private static Tally Work(Func<int> next, int end, Func<int, double> act)
    {
        var tally = new Tally();
        for (var i = next(); i < end; i = next())
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                tally.Cpu += act(i);
                tally.Milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            catch (Exception e)
            {
                tally.Failures++;
                tally.Problem ??= e.Message;
            }
        }

        return tally;
    }

    private sealed class Tally
    {
        public List<double> Milliseconds { get; } = [];

        public double Cpu { get; set; }

        public int Failures { get; set; }

        public string? Problem { get; set; }
    }
}
