namespace CniChain.Benchmarks.Measurements;

/// <summary>ADD, CHECK and DEL by many workers at a time.</summary>
/// <param name="workers">How many.</param>
/// <param name="rounds">How often.</param>
/// <param name="names">What ADD, CHECK and DEL are called in the results.</param>
internal sealed class Parallel(int workers, int rounds, (string Add, string Check, string Del) names) : IMeasurement
{
    public string Name => $"workers{workers}";

    public string Title => $"ADD, CHECK and DEL, {workers} workers";

    public void Run(Bench bench)
    {
        // As many containers on each node: the more ports a bridge has, the more of them hear what a new one sends.
        var count = bench.Scaled(Math.Max(2 * workers, 48), 8);
        for (var round = 0; round < bench.Scaled(rounds, 1); round++)
        {
            foreach (var side in (ReadOnlySpan<Side>)[Side.CniChain, Side.CniChain, Side.Reference, Side.CniChain, Side.CniChain, Side.Floor])
            {
                bench.Measure(names.Add, side, "ADD", 1, count, workers);
                bench.Measure(names.Check, side, "CHECK", 1, count, workers);
                bench.Measure(names.Del, side, "DEL", 1, count, workers);
            }
        }
    }
}
