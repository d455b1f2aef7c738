using CniChain.Benchmarks.Agent;

namespace CniChain.Benchmarks.Measurements;

/// <summary>The same calls on two nodes by turns: the plain one, and one that is traced, to a good or a bad collector, or crowded.</summary>
/// <param name="other">The other side.</param>
/// <param name="add">What ADD is called in the results.</param>
/// <param name="del">What DEL is called in the results.</param>
internal sealed class Beside(Side other, string add, string del) : IMeasurement
{
    private const int Few = 5;

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
        for (var round = 0; round < bench.Scaled(50, 1); round++)
        {
            Side[] sides = round % 2 == 0 ? [Side.CniChain, other] : [other, Side.CniChain];
            foreach (var side in sides)
            {
                bench.Measure(add, side, "ADD", 1, Few);
            }

            foreach (var side in sides)
            {
                bench.Measure(del, side, "DEL", 1, Few);
            }
        }

        if (other == Side.Traced)
        {
            bench.Results.Set(Figures.Spans, SpansOf(bench));
        }
    }

    // They are sent in the background, five seconds after they began at the latest (OTEL_BSP_SCHEDULE_DELAY).
    private static long SpansOf(Bench bench)
    {
        for (var attempt = 0; ; attempt++)
        {
            var spans = bench.Node(Side.Traced).Ask(new Order { Do = "collected" }).Number;
            if (spans > 0 || attempt == 40)
            {
                return spans;
            }

            Thread.Sleep(250);
        }
    }
}
