using CniChain.Benchmarks.Agent;
using CniChain.Benchmarks.Report;

namespace CniChain.Benchmarks.Measurements;

/// <summary>
/// The same calls by turns on three nodes that are new and alike: two plain ones, and one that is traced, to a good or a bad collector, or
/// crowded. The two plain ones differ by the noise of the measurement.
/// </summary>
/// <param name="other">The other side.</param>
/// <param name="add">What ADD is called in the results.</param>
/// <param name="del">What DEL is called in the results.</param>
internal sealed class Beside(Side other, string add, string del) : IMeasurement
{
    private const int Few = 5;

    // Every order, so that nobody follows the same neighbour more often than another does.
    private static readonly int[][] s_orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1], [2, 0, 1], [1, 0, 2]];

    public string Name => other switch
    {
        Side.Traced => "tracing",
        Side.Refused => "tracing-refused",
        Side.Hung => "tracing-hung",
        Side.Garbage => "tracing-garbage",
        _ => "crowd",
    };

    public string Title => other switch
    {
        Side.Traced => "tracing on, against off",
        Side.Refused => "tracing on and no collector there, against off",
        Side.Hung => "tracing on and a collector that hangs, against off",
        Side.Garbage => "tracing on and a collector that answers garbage, against off",
        _ => "10,000 leases and 10,000 ports present, against none",
    };

    public void Run(Bench bench)
    {
        using var plain = bench.NewNode(Side.CniChain);
        using var again = bench.NewNode(Side.Again);
        using var others = bench.NewNode(other);
        BenchNode[] nodes = [plain, again, others];
        if (other == Side.Crowded)
        {
            Array.ForEach(nodes, node => Bench.Crowd(node, node == others ? bench.Scaled(10_000, 200) : 0));
        }

        var before = Array.ConvertAll(nodes, CpuOf);
        var (adds, dels) = (new List<double[]>(), new List<double[]>());
        for (var round = 0; round < bench.Scaled(120, 1); round++)
        {
            adds.AddRange(Turns(bench, add, "ADD", nodes, round));
            dels.AddRange(Turns(bench, del, "DEL", nodes, round));
        }

        bench.Results.Ratios[add] = RatioOf(adds);
        bench.Results.Ratios[del] = RatioOf(dels);

        if (other == Side.Traced)
        {
            bench.Results.Set(Figures.Spans, SpansOf(others));
        }

        // All of it, also what the host does behind the calls: sending traces is no part of a call's time.
        for (var i = 0; i < nodes.Length; i++)
        {
            bench.Results.Set($"{Title}: host's CPU ms a pair, {TableView.Name(nodes[i].Side)}", Math.Round((CpuOf(nodes[i]) - before[i]) / adds.Count, 3));
        }
    }

    /// <summary>Call by call: what else the machine does lasts longer than one, and so meets three neighbours alike.</summary>
    private static IEnumerable<double[]> Turns(Bench bench, string figure, string verb, BenchNode[] nodes, int round)
    {
        for (var container = 1; container <= Few; container++)
        {
            var milliseconds = new double[nodes.Length];
            foreach (var i in s_orders[(round + container) % s_orders.Length])
            {
                var answer = nodes[i].Call(verb, container, 1);
                bench.Results.Add(figure, nodes[i].Side, answer);
                milliseconds[i] = answer.Milliseconds.Count > 0 ? answer.Milliseconds[0] : double.NaN;
            }

            yield return milliseconds;
        }
    }

    // Against each of the two, not against their mean: of two calls that may be slow the mean is slow more often than one call is.
    private static Ratio RatioOf(List<double[]> turns) =>
        new(Ratio.Median(turns.SelectMany(t => new[] { t[2] / t[0], t[2] / t[1] })), Ratio.Median(turns.Select(t => t[1] / t[0])));

    private static double CpuOf(BenchNode node) => node.Ask(new Order { Do = "host" }).Host?.CpuMilliseconds ?? 0;

    // They are sent in the background, five seconds after they began at the latest (OTEL_BSP_SCHEDULE_DELAY).
    private static long SpansOf(BenchNode node)
    {
        for (var attempt = 0; ; attempt++)
        {
            var spans = node.Ask(new Order { Do = "collected" }).Number;
            if (spans > 0 || attempt == 40)
            {
                return spans;
            }

            Thread.Sleep(250);
        }
    }
}
