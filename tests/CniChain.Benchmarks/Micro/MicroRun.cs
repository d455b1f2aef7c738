using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CniChain.Testing;

namespace CniChain.Benchmarks.Micro;

/// <summary>The pieces that run in the host's process, with BenchmarkDotNet: time and allocations of each.</summary>
internal static class MicroRun
{
    /// <summary>Runs them.</summary>
    /// <param name="args">BenchmarkDotNet's own: --filter, --job and so on.</param>
    /// <returns>The exit status: 0, or 1 when one could not run.</returns>
    public static int Run(string[] args)
    {
        // In this process: it is built already, and a project that BenchmarkDotNet generates would not see what is internal here.
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default)
            .WithArtifactsPath(Path.Combine(RepositoryPaths.Root, "results", "micro"))
            .WithOptions(ConfigOptions.JoinSummary);
        var chosen = args.Length > 0 ? args : ["--filter", "*"];
        var summaries = BenchmarkSwitcher.FromTypes([typeof(JsonPieces), typeof(KernelMessages)]).Run(chosen, config);
        return summaries.All(s => s.Reports.All(r => r.Success)) ? 0 : 1;
    }
}
