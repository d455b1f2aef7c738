namespace CniChain.Host.Tests.Telemetry;

public sealed class ExportSignalsTests
{
    [Theory]
    [InlineData("", ExportSignals.None)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://x", All)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://x", ExportSignals.Traces)]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://x", ExportSignals.Logs)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", ExportSignals.Traces)]
    [InlineData("OTEL_METRICS_EXPORTER=console,otlp", ExportSignals.Metrics)]
    [InlineData("OTEL_TRACES_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=http://x", ExportSignals.Metrics | ExportSignals.Logs)]
    [InlineData("OTEL_SDK_DISABLED=true OTEL_TRACES_EXPORTER=otlp", ExportSignals.None)]
    internal void Asked_ByTheStandardVariables(string variables, ExportSignals signals)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);

        Assert.Equal(signals, TelemetryExport.Asked(set.GetValueOrDefault));
    }

    [Theory]
    [InlineData(null, 1000)]
    [InlineData("250", 250)]
    [InlineData("-5", 1000)]
    [InlineData("soon", 1000)]
    public void Flush_IsBoundedByOneSecondUnlessAsked(string? variable, int milliseconds)
    {
        Assert.Equal(milliseconds, TelemetryExport.FlushTimeout(_ => variable).TotalMilliseconds);
    }

    private const ExportSignals All = ExportSignals.Traces | ExportSignals.Metrics | ExportSignals.Logs;
}
