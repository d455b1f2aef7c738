using System.Globalization;

namespace CniChain.Host;

/// <summary>
/// Export of traces, metrics and logs, when the standard variables ask for it
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). The OpenTelemetry SDK is not even loaded
/// otherwise: it costs more start-up time than an ADD takes.
/// </summary>
internal static class TelemetryExport
{
    // A result is waiting to be used and its process to end; what there is to tell of it may take this long and no longer.
    private static readonly TimeSpan s_defaultFlush = TimeSpan.FromSeconds(1);

    /// <summary>Starts the export.</summary>
    /// <param name="log">Where a collector that takes nothing is mentioned.</param>
    /// <param name="isResident">The process serves many requests, not one.</param>
    /// <returns>Disposing of it sends what is left, within a bounded time; null when nothing asks for export.</returns>
    public static ITelemetryExport? StartIfAsked(ICniLog log, bool isResident) =>
        Asked(Environment.GetEnvironmentVariable) is var signals and not ExportSignals.None ? Start(log, signals, isResident) : null;

    /// <summary>The signals that the variables ask to export.</summary>
    internal static ExportSignals Asked(Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return ExportSignals.None;
        }

        return (IsAsked(variable, "TRACES") ? ExportSignals.Traces : 0)
            | (IsAsked(variable, "METRICS") ? ExportSignals.Metrics : 0)
            | (IsAsked(variable, "LOGS") ? ExportSignals.Logs : 0);
    }

    /// <summary>The longest a flush may take: OTEL_BSP_EXPORT_TIMEOUT in milliseconds when set, else one second.</summary>
    internal static TimeSpan FlushTimeout(Func<string, string?> variable) =>
        int.TryParse(variable("OTEL_BSP_EXPORT_TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0
            ? TimeSpan.FromMilliseconds(ms)
            : s_defaultFlush;

    private static bool IsAsked(Func<string, string?> variable, string signal) =>
        variable($"OTEL_{signal}_EXPORTER") is { Length: > 0 } exporters
            ? Array.Exists(exporters.Split(',', StringSplitOptions.TrimEntries), static e => e == "otlp")
            : variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 };

    // Apart, so that the SDK's assemblies are looked up only when this method is compiled.
    private static ITelemetryExport? Start(ICniLog log, ExportSignals signals, bool isResident)
    {
        try
        {
            return new TelemetryPipeline(log, signals, FlushTimeout(Environment.GetEnvironmentVariable), isResident);
        }
        catch (Exception e)
        {
            // An endpoint that is no URI, say. Whatever it is, telemetry must not keep a container from its network.
            log.Warn($"telemetry is not exported: {e.Message}");
            return null;
        }
    }
}
