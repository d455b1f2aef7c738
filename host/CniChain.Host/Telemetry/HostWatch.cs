namespace CniChain.Host;

/// <summary>What is noted of a host's work besides spans: metrics, and a line an operation.</summary>
/// <remarks>
/// A process that serves a single request and exports nothing has none (<see cref="ChainHostOptions.Watch"/> is null), so that it does
/// not even load what metrics are made of.
/// </remarks>
internal sealed class HostWatch : IDisposable
{
    private readonly IReadOnlyList<IOperationLog> _logs;

    public HostWatch(params IReadOnlyList<IOperationLog> logs)
    {
        _logs = logs;
        // Tells plugins, which have meters of their own, that it is worth making one.
        AppContext.SetSwitch("CniChain.Metrics", true);
    }

    /// <summary>What the variables and the export ask for.</summary>
    /// <param name="export">The export that runs; null for none.</param>
    /// <param name="log">The host's own stderr.</param>
    /// <returns>Null when nobody asks for anything.</returns>
    public static HostWatch? ForOneRequest(ITelemetryExport? export, StderrLog log)
    {
        var logs = OpenLogs(export, log);
        return logs.Count > 0 || export?.Signals.HasFlag(ExportSignals.Metrics) == true ? new HostWatch(logs) : null;
    }

    /// <summary>The same for a host that stays, which can be asked for its figures at any time.</summary>
    public static HostWatch ForResident(ITelemetryExport? export, StderrLog log) => new(OpenLogs(export, log));

    /// <summary>The instruments.</summary>
    public HostMeter Meter { get; } = new();

    /// <summary>An operation begins to wait for its turn.</summary>
    public void Begin(string command) => Meter.Begin(command);

    /// <summary>It has ended, well or not.</summary>
    public void End(in OperationOutcome operation)
    {
        Meter.End(operation);
        foreach (var log in _logs)
        {
            log.Write(operation);
        }
    }

    public void Dispose()
    {
        Meter.Dispose();
        foreach (var log in _logs)
        {
            (log as IDisposable)?.Dispose();
        }
    }

    private static List<IOperationLog> OpenLogs(ITelemetryExport? export, StderrLog log)
    {
        var logs = new List<IOperationLog>(2);
        if (export?.Logs is { } exported)
        {
            logs.Add(exported);
        }

        if (LogDestination.Open(Environment.GetEnvironmentVariable(LogDestination.Variable), log) is { } lines)
        {
            logs.Add(lines);
        }

        return logs;
    }
}
