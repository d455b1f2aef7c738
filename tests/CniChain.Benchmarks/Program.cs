using System.CommandLine;
using CniChain.Benchmarks;
using CniChain.Benchmarks.Agent;
using CniChain.Benchmarks.Micro;
using CniChain.Testing;

// The bench's own process on a node; see BenchAgent.
if (args is ["agent"])
{
    return BenchAgent.Serve();
}

if (args is ["micro", .. var rest])
{
    return MicroRun.Run(rest);
}

var quick = new Option<bool>("--quick") { Description = "A handful of calls of everything: to see that it runs, not how fast." };
var only = new Option<string[]>("--only") { Description = $"Some measurements only: {string.Join(", ", BenchRun.Names)}.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. BenchRun.Names]);
var pairs = new Option<int?>("--pairs") { Description = "How many ADD/DEL pairs the host's memory is looked at after; 2,000 when not given." };
var results = new Option<string>("--results")
{
    Description = "The folder for bench.json and bench.svg.",
    DefaultValueFactory = _ => Path.Combine(RepositoryPaths.Root, "results"),
};
var root = new RootCommand("Measures cnichain beside the reference plugins, each on a node of its own.") { quick, only, pairs, results };
root.SetAction(parsed => BenchRun.Run(new BenchOptions
{
    Quick = parsed.GetValue(quick),
    Only = parsed.GetValue(only) ?? [],
    Pairs = parsed.GetValue(pairs),
    Results = Path.GetFullPath(parsed.GetValue(results)!),
}));
return root.Parse(args).Invoke();
