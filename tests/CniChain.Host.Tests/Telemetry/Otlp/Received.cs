namespace CniChain.Host.Tests.Telemetry;

/// <summary>A span as a collector reads it (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record ReceivedSpan(
    string Name, string TraceId, string SpanId, string ParentId, string State, int Kind, int Status, string Scope, Dictionary<string, string> Tags,
    Dictionary<string, string> Resource, IReadOnlyList<string> Events);

/// <summary>One data point of a metric (opentelemetry/proto/metrics/v1/metrics.proto).</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Form">"gauge", "sum" or "histogram".</param>
/// <param name="Value">A number's value, a histogram's sum.</param>
/// <param name="Count">A histogram's count.</param>
/// <param name="Temporality">1 delta, 2 cumulative, 0 none.</param>
/// <param name="Tags">The point's attributes.</param>
internal sealed record ReceivedPoint(
    string Name, string Unit, string Form, double Value, ulong Count, int Temporality, Dictionary<string, string> Tags);

/// <summary>A log record (opentelemetry/proto/logs/v1/logs.proto).</summary>
internal sealed record ReceivedLog(string Body, int Severity, string TraceId, string SpanId, Dictionary<string, string> Tags);
