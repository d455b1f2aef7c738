using System.Globalization;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>Figures as two tables: networks by how much they ask, steps by how much time goes into them.</summary>
internal static class TopView
{
    // Two tables' frames and headings, the lines above and between them, and the prompt.
    private const int OtherLines = 13;
    private const int FewestRows = 3;

    /// <summary>Shows them.</summary>
    /// <param name="console">Where.</param>
    /// <param name="figures">What was done during a time.</param>
    /// <param name="during">The time.</param>
    /// <param name="height">Lines of the screen; null when there is no end of them.</param>
    public static void Write(IAnsiConsole console, HostFigures figures, TimeSpan during, int? height)
    {
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Running} running, {figures.Waiting} waiting; during the last {Duration(during)} of {Duration(figures.Uptime)}"));
        var rows = height is { } lines ? Math.Max(lines - OtherLines, 2 * FewestRows) : int.MaxValue;
        var networks = figures.Operations.OrderByDescending(o => o.Value.Count).Take(Math.Max(rows / 3, FewestRows)).ToList();
        var table = NewTable("Network", "Verb", "per s");
        foreach (var ((network, verb), figure) in networks)
        {
            table.Add([network, verb, Rate(figure.Count, during), .. Columns(figure)]);
        }

        table.Write(console);
        console.WriteLine();
        var steps = figures.StepsByName.OrderByDescending(s => s.Figure.Seconds).Take(rows - networks.Count);
        table = NewTable("Step", "busy");
        foreach (var (name, figure) in steps)
        {
            var busy = during > TimeSpan.Zero ? figure.Seconds / during.TotalSeconds : 0;
            table.Add([name, busy.ToString("0.0 %", CultureInfo.InvariantCulture), .. Columns(figure)]);
        }

        table.Write(console);
    }

    private static FittedTable NewTable(params string[] first) => new([.. first, "count", "failed", "mean", "p50", "p95", "max"])
    {
        Expendable = ["mean", "busy", "p50"],
        FirstFigure = first.Length - 1,
    };

    private static string[] Columns(StepFigure figure) =>
    [
        figure.Count.ToString(CultureInfo.InvariantCulture),
        figure.Errors == 0 ? "" : figure.Errors.ToString(CultureInfo.InvariantCulture),
        Milliseconds(figure.Mean),
        Milliseconds(figure.Percentile(0.5)),
        Milliseconds(figure.Percentile(0.95)),
        Milliseconds(figure.Max),
    ];

    private static string Milliseconds(double seconds) => TraceView.Milliseconds(TimeSpan.FromSeconds(seconds));

    private static string Rate(long count, TimeSpan during) =>
        during > TimeSpan.Zero ? (count / during.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture) : "";

    private static string Duration(TimeSpan time) => Ages.Of(time);
}
