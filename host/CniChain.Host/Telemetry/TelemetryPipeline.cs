using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CniChain.Host;

/// <summary>The OpenTelemetry SDK with its OTLP exporter, set up by the standard variables.</summary>
internal sealed class TelemetryPipeline : ITelemetryExport
{
    private readonly ICniLog _log;
    private readonly TimeSpan _flushTimeout;
    private readonly ExportComplaints _complaints;
    private readonly OpenTelemetrySdk _sdk;

    public TelemetryPipeline(ICniLog log, ExportSignals signals, TimeSpan flushTimeout, bool isResident)
    {
        _log = log;
        _flushTimeout = flushTimeout;
        Signals = signals;
        _complaints = new ExportComplaints();
        _sdk = OpenTelemetrySdk.Create(builder =>
        {
            builder.ConfigureResource(resource => Describe(resource, isResident));
            // The one call that reads the variables of each signal too, such as OTEL_EXPORTER_OTLP_METRICS_ENDPOINT.
            builder.UseOtlpExporter();
            if (signals.HasFlag(ExportSignals.Traces))
            {
                builder.WithTracing(traces => traces.AddSource(HostActivity.AllSources));
            }

            if (signals.HasFlag(ExportSignals.Metrics))
            {
                builder.WithMetrics(metrics => metrics.AddMeter(HostActivity.AllSources));
                if (!isResident)
                {
                    builder.Services.Configure<MetricReaderOptions>(PreferDeltas);
                }
            }
        });
        Logs = signals.HasFlag(ExportSignals.Logs) ? new ExportedLog(_sdk.GetLoggerFactory().CreateLogger(HostActivity.SourceName)) : null;
        TraceContext.Exports = signals.HasFlag(ExportSignals.Traces);
    }

    public ExportSignals Signals { get; }

    public IOperationLog? Logs { get; }

    /// <summary>Sends what is left; says so when the collector did not take it.</summary>
    public void Dispose()
    {
        // Not ForceFlush: that one is content once a batch is on its way, answered or not. All three at once: a collector that hangs
        // hangs for each of them.
        var timeout = (int)_flushTimeout.TotalMilliseconds;
        var ends = new[]
        {
            Task.Run(() => _sdk.TracerProvider.Shutdown(timeout)),
            Task.Run(() => _sdk.MeterProvider.Shutdown(timeout)),
            // Has no Shutdown to call; what it may still do when the time is up ends with the process.
            Task.Run(() =>
            {
                _sdk.LoggerProvider.Dispose();
                return true;
            }),
        };
        var done = Task.WaitAll(ends, timeout + 100) && Array.TrueForAll(ends, end => end.Result);
        if (_complaints.First is { } complaint)
        {
            _log.Warn($"telemetry was not exported: {complaint}");
        }
        else if (!done)
        {
            _log.Warn($"telemetry was not exported within {_flushTimeout.TotalMilliseconds} ms: the collector does not answer");
        }

        _complaints.Dispose();
    }

    /// <summary>Sums of a process that ends are of no use as totals; a store adds up what each has to add.</summary>
    private static void PreferDeltas(MetricReaderOptions reader)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE")))
        {
            reader.TemporalityPreference = MetricReaderTemporalityPreference.Delta;
        }
    }

    /// <summary>Who speaks. The variables come last, and so outrank what is said here.</summary>
    private static void Describe(ResourceBuilder resource, bool isResident)
    {
        resource.Clear();
        resource.AddTelemetrySdk();
        resource.AddService(
            "cnichain",
            serviceVersion: typeof(TelemetryPipeline).Assembly.GetName().Version?.ToString(3),
            autoGenerateServiceInstanceId: isResident);
        resource.AddAttributes([new("host.name", Environment.MachineName), new("process.pid", Environment.ProcessId)]);
        resource.AddEnvironmentVariableDetector();
    }
}
