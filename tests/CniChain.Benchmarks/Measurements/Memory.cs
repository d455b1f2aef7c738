using CniChain.Benchmarks.Agent;

namespace CniChain.Benchmarks.Measurements;

/// <summary>What the host holds when it idles, and after many containers have come and gone.</summary>
internal sealed class Memory : IMeasurement
{
    private const int Workers = 8;
    private const int DefaultPairs = 2000;
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(3);

    public string Name => "memory";

    public string Title => "the host's memory, idle and after many ADD/DEL pairs";

    public void Run(Bench bench)
    {
        var node = bench.Node(Side.CniChain);
        var pairs = bench.Options.Pairs ?? bench.Scaled(DefaultPairs, 16);
        node.NeedContainers(Workers);
        node.Ask(new Order { Do = "stop-host" });
        bench.Prepare(Side.CniChain, "ADD", 1, 1);
        bench.Prepare(Side.CniChain, "DEL", 1, 1);
        var idle = Rested(bench, node);
        bench.Results.Set(Figures.IdleBytes, idle.ResidentKiB * 1024.0);
        bench.Results.Set(Figures.IdleOwnBytes, idle.AnonymousKiB * 1024.0);

        // In parts, so that growth over time is seen and not only its end.
        const int Parts = 4;
        var each = Math.Max(pairs / Parts / Workers, 1) * Workers;
        var milliseconds = 0.0;
        for (var part = 1; part <= Parts; part++)
        {
            milliseconds += Work(bench, node, each);
            var now = Rested(bench, node);
            bench.Results.Set(Figures.UsedBytes + (part == Parts ? "" : $", part {part} of {Parts}"), now.ResidentKiB * 1024.0);
            bench.Results.Set(Figures.UsedOwnBytes, now.AnonymousKiB * 1024.0);
            bench.Results.Set(Figures.UsedThreads, now.Threads);
            bench.Results.Set(Figures.UsedDescriptors, now.Descriptors);
        }

        bench.Results.Set(Figures.PairCount, each * Parts);
        bench.Results.Set(Figures.PairRate, Math.Round(each * Parts / milliseconds * 1000, 1));
    }

    private static double Work(Bench bench, BenchNode node, int pairs)
    {
        var answer = node.Ask(new Order { Do = "pairs", Count = pairs, Workers = Workers });
        if (answer.Problem is { } problem)
        {
            bench.Results.Problems.Add($"pairs of ADD and DEL: {problem}");
        }

        return answer.WallMilliseconds;
    }

    private static HostFigures Rested(Bench bench, BenchNode node)
    {
        Thread.Sleep(bench.Options.Quick ? TimeSpan.FromMilliseconds(100) : s_rest);
        return node.Ask(new Order { Do = "host" }).Host ?? throw new InvalidOperationException("no host runs");
    }
}
