namespace CniChain.Benchmarks.Measurements;

/// <summary>A node is emptied: 200 containers detached by 32 workers.</summary>
internal sealed class Drain : IMeasurement
{
    private const int Workers = 32;

    public string Name => "drain";

    public string Title => "a node is emptied of 200 containers by 32 workers";

    public void Run(Bench bench)
    {
        var count = bench.Scaled(200, 8);
        bench.Prepare(Side.Reference, "ADD", 1, count, 8);
        Once(bench, Side.CniChain, count);
        Once(bench, Side.Floor, count);
        bench.Measure(Figures.Drain, Side.Reference, "DEL", 1, count, Workers);
        Once(bench, Side.CniChain, count);
        Once(bench, Side.Floor, count);
        Once(bench, Side.CniChain, count);
    }

    private static void Once(Bench bench, Side side, int count)
    {
        bench.Prepare(side, "ADD", 1, count, 8);
        bench.Measure(Figures.Drain, side, "DEL", 1, count, Workers);
    }
}
