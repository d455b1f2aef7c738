using CniChain.Benchmarks.Floor;

namespace CniChain.Benchmarks.Measurements;

/// <summary>ADD, CHECK and DEL alone: the reference, cnichain and the kernel.</summary>
internal sealed class OneAtATime : IMeasurement
{
    private const int Few = 5;

    public string Name => "alone";

    public string Title => "ADD, CHECK and DEL, one at a time";

    public void Run(Bench bench)
    {
        for (var round = 0; round < bench.Scaled(8, 1); round++)
        {
            foreach (var (figure, verb) in (ReadOnlySpan<(string, string)>)[(Figures.Add, "ADD"), (Figures.Check, "CHECK"), (Figures.Del, "DEL")])
            {
                var count = bench.Scaled(Few, 2);
                bench.Measure(figure, Side.Reference, verb, 1, count);
                // The two fast ones more often: their difference is small.
                for (var part = 0; part < bench.Scaled(4, 1); part++)
                {
                    bench.Measure(figure, Side.CniChain, verb, 1 + (part * count), count);
                    bench.Measure(figure, Side.Floor, verb, 1 + (part * count), count);
                }
            }

            // What cnichain does, without cnichain: the floor's DEL above waits until the kernel has freed the link, as everybody else does.
            bench.Prepare(Side.Floor, "ADD", 1, bench.Scaled(4 * Few, 2));
            bench.Measure(Figures.DelNotified, Side.Floor, KernelFloor.NotifiedDel, 1, bench.Scaled(4 * Few, 2));
        }
    }
}
