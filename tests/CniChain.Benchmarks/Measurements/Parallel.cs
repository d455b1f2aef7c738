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
        // The reference is slow, and does not get faster with more calls; the others need more of them to be seen at all.
        var few = bench.Scaled(Math.Max(workers, 16), 4);
        var many = bench.Scaled(160, 8);
        for (var round = 0; round < bench.Scaled(rounds, 1); round++)
        {
            foreach (var (figure, verb) in (ReadOnlySpan<(string, string)>)[(names.Add, "ADD"), (names.Check, "CHECK"), (names.Del, "DEL")])
            {
                bench.Measure(figure, Side.CniChain, verb, 1, many, workers);
                bench.Measure(figure, Side.Reference, verb, 1, few, workers);
                bench.Measure(figure, Side.CniChain, verb, 1 + many, many, workers);
                bench.Measure(figure, Side.Floor, verb, 1, many, workers);
            }
        }
    }
}
