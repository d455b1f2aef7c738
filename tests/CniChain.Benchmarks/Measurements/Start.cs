using CniChain.Benchmarks.Agent;
using CniChain.Testing;

namespace CniChain.Benchmarks.Measurements;

/// <summary>What a call costs that finds no host, that wants none, and that does nothing.</summary>
internal sealed class Start : IMeasurement
{
    public string Name => "start";

    public string Title => "the first call, the foreground run, and cnichain alone";

    public void Run(Bench bench)
    {
        var node = bench.Node(Side.CniChain);
        for (var round = 0; round < bench.Scaled(12, 1); round++)
        {
            bench.Results.Add(Figures.Version, Side.Reference, Ask(bench.Node(Side.Reference), "VERSION"));
            bench.Results.Add(Figures.Version, Side.CniChain, Ask(node, "VERSION"));
            bench.Results.Add(Figures.Status, Side.CniChain, Ask(node, "STATUS"));
            bench.Measure(Figures.Foreground, Side.CniChain, "ADD", 1, 1, 1, "CNICHAIN_HOST=off");
            bench.Prepare(Side.CniChain, "DEL", 1, 1);
            node.Ask(new Order { Do = "stop-host" });
            bench.Measure(Figures.FirstCall, Side.CniChain, "ADD", 1, 1);
            bench.Prepare(Side.CniChain, "DEL", 1, 1);
        }

        bench.Results.Set(Figures.ShimBytes, new FileInfo(Path.Combine(RepositoryPaths.Install, "bin", "cnichain")).Length);
    }

    private static Answer Ask(BenchNode node, string verb) => node.Ask(new Order { Do = "ask", Verb = verb, Count = 10 });
}
