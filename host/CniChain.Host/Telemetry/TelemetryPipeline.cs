using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CniChain.Host;

/// <summary>The OpenTelemetry SDK with its OTLP exporter, set up by the standard variables.</summary>
internal sealed class TracePipeline : IDisposable
{
    private readonly ICniLog _log;
    private readonly TimeSpan _flushTimeout;
    private readonly ExportComplaints _complaints;
    private readonly TracerProvider _provider;

    public TracePipeline(ICniLog log, TimeSpan flushTimeout)
    {
        _log = log;
        _flushTimeout = flushTimeout;
        _complaints = new ExportComplaints();
        _provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(NameService)
            .AddSource(HostActivity.SourceName, HostActivity.KernelSourceName)
            .AddOtlpExporter()
            .Build();
    }

    /// <summary>Sends what is left; says so when the collector did not take it.</summary>
    public void Dispose()
    {
        // Not ForceFlush: that one is content once a batch is on its way, answered or not.
        var done = _provider.Shutdown((int)_flushTimeout.TotalMilliseconds);
        if (_complaints.First is { } complaint)
        {
            _log.Warn($"traces were not exported: {complaint}");
        }
        else if (!done)
        {
            _log.Warn($"traces were not exported within {_flushTimeout.TotalMilliseconds} ms: the collector does not answer");
        }

        _complaints.Dispose();
    }

    /// <summary>A default name; AddService would outrank the variables, so it is used only where they are silent.</summary>
    private static void NameService(ResourceBuilder resource)
    {
        var attributes = Environment.GetEnvironmentVariable("OTEL_RESOURCE_ATTRIBUTES") ?? "";
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME"))
            && !attributes.Contains("service.name=", StringComparison.Ordinal))
        {
            resource.AddService("cnichain", autoGenerateServiceInstanceId: false);
        }
    }
}
