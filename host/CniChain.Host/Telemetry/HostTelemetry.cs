namespace CniChain.Host;

/// <summary>A process's export and what it measures, set up and ended together.</summary>
internal sealed class HostTelemetry : IDisposable
{
    private readonly ITelemetryExport? _export;

    private HostTelemetry(ITelemetryExport? export, HostWatch? watch)
    {
        _export = export;
        Watch = watch;
    }

    /// <summary>Metrics and the log of operations; null where nobody asks for them.</summary>
    public HostWatch? Watch { get; }

    /// <summary>Metrics go to a collector.</summary>
    public bool ExportsMetrics => _export?.Signals.HasFlag(ExportSignals.Metrics) == true;

    /// <summary>For a process of one request: nothing but what is asked for.</summary>
    public static HostTelemetry ForOneRequest(StderrLog log)
    {
        var export = TelemetryExport.StartIfAsked(log, isResident: false);
        return new HostTelemetry(export, HostWatch.ForOneRequest(export, log));
    }

    /// <summary>For a host that stays, which can be asked for its figures at any time.</summary>
    public static HostTelemetry ForResident(StderrLog log)
    {
        var export = TelemetryExport.StartIfAsked(log, isResident: true);
        return new HostTelemetry(export, HostWatch.ForResident(export, log));
    }

    /// <summary>Sends what is left, within a bounded time; the instruments are read once more for it, so they go after.</summary>
    public void Dispose()
    {
        _export?.Dispose();
        Watch?.Dispose();
    }
}
