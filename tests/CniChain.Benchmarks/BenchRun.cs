using CniChain.Benchmarks.Measurements;
using CniChain.Benchmarks.Report;
using Spectre.Console;

namespace CniChain.Benchmarks;

/// <summary>A run from the first node to the files.</summary>
internal static class BenchRun
{
    private const int NarrowestTable = 150;

    private static readonly IMeasurement[] s_all =
    [
        new OneAtATime(),
        new Measurements.Parallel(8, 3, (Figures.Add8, Figures.Check8, Figures.Del8)),
        new Measurements.Parallel(32, 2, (Figures.Add32, Figures.Check32, Figures.Del32)),
        new Drain(),
        new Beside(Side.Crowded, Figures.AddBesideCrowded, Figures.DelBesideCrowded),
        new Beside(Side.Traced, Figures.AddBesideTraced, Figures.DelBesideTraced),
        new Beside(Side.Refused, Figures.AddBesideRefused, Figures.DelBesideRefused),
        new Beside(Side.Hung, Figures.AddBesideHung, Figures.DelBesideHung),
        new Beside(Side.Garbage, Figures.AddBesideGarbage, Figures.DelBesideGarbage),
        new Start(),
        new Memory(),
        new DhcpLeases(),
        new Dhcp6Leases(),
    ];

    /// <summary>The names --only takes.</summary>
    public static IEnumerable<string> Names => s_all.Select(m => m.Name);

    /// <summary>Runs it.</summary>
    /// <returns>The exit status: 0, or 1 when a call failed. A missed target is no failure.</returns>
    public static int Run(BenchOptions options)
    {
        var console = AnsiConsole.Console;
        console.Profile.Width = Math.Max(console.Profile.Width, NarrowestTable);
        using var bench = new Bench(options);
        foreach (var measurement in s_all.Where(m => options.Only.Count == 0 ? !m.IsOnRequest : options.Only.Contains(m.Name)))
        {
            console.WriteLine($"{measurement.Title} ...");
            try
            {
                measurement.Run(bench);
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException)
            {
                // The others are worth having all the same.
                bench.Results.Problems.Add($"{measurement.Title}: {e.Message}");
            }
        }

        var targets = Targets.Of(bench.Results);
        TableView.Write(console, bench.Results, targets);
        Directory.CreateDirectory(options.Results);
        ResultFile.Write(Path.Combine(options.Results, "bench.json"), options, bench.Results, targets);
        Chart.Write(Path.Combine(options.Results, "bench.svg"), bench.Results, targets);
        console.WriteLine($"written: {options.Results}/bench.json, bench.svg");
        return bench.Results.Problems.Count > 0 ? 1 : 0;
    }
}
