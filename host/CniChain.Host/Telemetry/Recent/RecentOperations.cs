using System.Diagnostics;
using CniChain.Host.Commands;

namespace CniChain.Host;

/// <summary>The last operations of a resident host with their steps, and how long each kind of step takes: traces without a collector.</summary>
/// <remarks>
/// Listens to the same spans that are exported, and asks that they be filled in, not that they be sampled: what a collector gets is
/// decided by its own sampler. Costs about a microsecond a span.
/// </remarks>
internal sealed class RecentOperations : IDisposable
{
    public const int DefaultBytes = 1 << 20;
    private const string OwnSources = "CniChain.";

    // Of this instance alone: a process may hold several hosts, as tests do.
    private readonly string _stepsKey = "cnichain.steps." + Guid.NewGuid().ToString("N");
    private readonly int _maxBytes;
    private readonly Queue<(TracedOperation Operation, int Bytes)> _operations = new();
    private readonly ActivityListener _listener;
    private int _bytes;

    /// <summary>Starts to listen.</summary>
    /// <param name="maxBytes">About how much memory the operations may take; the oldest go first.</param>
    public RecentOperations(int maxBytes = DefaultBytes)
    {
        _maxBytes = maxBytes;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith(OwnSources, StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = Started,
            ActivityStopped = Stopped,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>How long each kind of step takes, since the host began.</summary>
    public StepFigures Figures { get; } = new();

    /// <summary>The operations, the newest first.</summary>
    public IReadOnlyList<TracedOperation> Operations
    {
        get
        {
            lock (_operations)
            {
                return [.. _operations.Reverse().Select(static o => o.Operation)];
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsOperation(Activity activity) => activity.Parent is null && activity.Kind == ActivityKind.Server;

    private void Started(Activity activity)
    {
        if (IsOperation(activity))
        {
            activity.SetCustomProperty(_stepsKey, new StepList());
        }
    }

    private void Stopped(Activity activity)
    {
        var root = activity;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        Figures.Add(activity, root);

        if (root.GetCustomProperty(_stepsKey) is StepList steps)
        {
            steps.Add(Span.Of(activity));
            if (root == activity)
            {
                Keep(Describe(root, steps));
            }
        }
    }

    private static TracedOperation Describe(Activity root, StepList steps)
    {
        var (spans, dropped) = steps.Close();
        var (space, pod) = (Text(root, Tag.PodNamespace), Text(root, Tag.PodName));
        return new TracedOperation
        {
            TraceId = root.TraceId.ToHexString(),
            Verb = Text(root, Tag.Verb),
            Network = Text(root, Tag.Network),
            ContainerId = Text(root, Tag.ContainerId),
            IfName = Text(root, Tag.InterfaceName),
            Pod = space.Length > 0 ? $"{space}/{pod}" : pod,
            Started = root.StartTimeUtc,
            Duration = root.Duration,
            Error = root.Status == ActivityStatusCode.Error ? root.StatusDescription ?? "failed" : null,
            Spans = spans,
            Dropped = dropped,
        };
    }

    private void Keep(TracedOperation operation)
    {
        var bytes = operation.Bytes;
        lock (_operations)
        {
            _operations.Enqueue((operation, bytes));
            _bytes += bytes;
            while (_bytes > _maxBytes && _operations.Count > 1)
            {
                _bytes -= _operations.Dequeue().Bytes;
            }
        }
    }

    private static string Text(Activity activity, string tag) => activity.GetTagItem(tag) as string ?? "";
}
