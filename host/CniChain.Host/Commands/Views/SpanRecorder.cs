using System.Diagnostics;

namespace CniChain.Host.Commands;

/// <summary>Collects what the host, the kernel library and the plugins tell about their work, without the OpenTelemetry SDK.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Span> _spans = [];
    private readonly ActivityListener _listener;

    public SpanRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("CniChain.", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The steps that have ended so far.</summary>
    public IReadOnlyList<Span> Spans
    {
        get
        {
            lock (_gate)
            {
                return [.. _spans];
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Activity activity)
    {
        lock (_gate)
        {
            _spans.Add(Span.Of(activity));
        }
    }
}
