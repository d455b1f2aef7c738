using System.Collections.Concurrent;
using System.Diagnostics;

namespace CniChain.Host.Tests.Telemetry;

/// <summary>Collects the host's spans of one trace, without the OpenTelemetry SDK. Other tests' spans run beside it.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public SpanRecorder()
    {
        TraceId = ActivityTraceId.CreateRandom();
        Parent = ActivitySpanId.CreateRandom();
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("CniChain.", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == TraceId)
                {
                    _spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ActivityTraceId TraceId { get; }

    public ActivitySpanId Parent { get; }

    /// <summary>The variables of a runtime that traces.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["TRACEPARENT"] = $"00-{TraceId}-{Parent}-01",
        ["TRACESTATE"] = "vendor=value",
        ["BAGGAGE"] = "tenant=blue%20team;prop=1, other=2",
    };

    public Activity[] Spans => [.. _spans];

    /// <summary>The only span of a name.</summary>
    public Activity this[string name] => Assert.Single(Spans, s => s.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
