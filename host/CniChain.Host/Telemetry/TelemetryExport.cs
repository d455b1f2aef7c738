using System.Globalization;

namespace CniChain.Host;

/// <summary>
/// Export of traces, when the standard variables ask for it
/// (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). The OpenTelemetry SDK is not even loaded
/// otherwise: it costs more start-up time than an ADD takes.
/// </summary>
internal static class TraceExport
{
    // A result is waiting to be used and its process to end; the trace of it may take this long and no longer.
    private static readonly TimeSpan s_defaultFlush = TimeSpan.FromSeconds(1);

    /// <summary>Starts the export.</summary>
    /// <param name="log">Where a collector that does not take the traces is mentioned.</param>
    /// <returns>Disposing of it sends what is left, within a bounded time; null when nothing asks for export.</returns>
    public static IDisposable? StartIfAsked(ICniLog log) => IsAsked(Environment.GetEnvironmentVariable) ? Start(log) : null;

    /// <summary>Whether the variables ask for OTLP.</summary>
    internal static bool IsAsked(Func<string, string?> variable)
    {
        if (string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (variable("OTEL_TRACES_EXPORTER") is { Length: > 0 } exporters)
        {
            return Array.Exists(exporters.Split(',', StringSplitOptions.TrimEntries), static e => e == "otlp");
        }

        return variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } || variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") is { Length: > 0 };
    }

    /// <summary>The longest a flush may take: OTEL_BSP_EXPORT_TIMEOUT in milliseconds when set, else one second.</summary>
    internal static TimeSpan FlushTimeout(Func<string, string?> variable) =>
        int.TryParse(variable("OTEL_BSP_EXPORT_TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0
            ? TimeSpan.FromMilliseconds(ms)
            : s_defaultFlush;

    // Apart, so that the SDK's assemblies are looked up only when this method is compiled.
    private static IDisposable? Start(ICniLog log)
    {
        try
        {
            return new TracePipeline(log, FlushTimeout(Environment.GetEnvironmentVariable));
        }
        catch (Exception e)
        {
            // An endpoint that is no URI, say. Whatever it is, traces must not keep a container from its network.
            log.Warn($"traces are not exported: {e.Message}");
            return null;
        }
    }
}
