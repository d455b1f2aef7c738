using System.Diagnostics;

namespace CniChain.Host;

/// <summary>Figures of every network's verbs and of every kind of step in them, since the host began.</summary>
internal sealed class StepFigures
{
    // Names come from configurations; thousands of odd ones must not become a leak. Half a kilobyte each.
    private const int MaxNames = 1000;
    private const string Others = "(others)";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Network, string Verb, string Name), Sum> _steps = [];
    private readonly Dictionary<(string Network, string Verb), Sum> _operations = [];

    /// <summary>Adds a span that has ended.</summary>
    /// <param name="activity">The span.</param>
    /// <param name="root">The outermost span around it: the operation's, or whatever else it belongs to.</param>
    public void Add(Activity activity, Activity root)
    {
        var network = root.GetTagItem(Tag.Network) as string ?? "";
        var verb = root.GetTagItem(Tag.Verb) as string ?? "";
        var seconds = activity.Duration.TotalSeconds;
        var failed = activity.Status == ActivityStatusCode.Error;
        lock (_gate)
        {
            if (activity.Kind == ActivityKind.Server)
            {
                SumOf(_operations, (network, verb), (Others, "")).Add(seconds, failed);
            }
            else
            {
                SumOf(_steps, (network, verb, activity.DisplayName), ("", "", Others)).Add(seconds, failed);
            }
        }
    }

    /// <summary>What there is so far.</summary>
    public HostFigures Read()
    {
        lock (_gate)
        {
            return new HostFigures(
                _steps.ToDictionary(s => s.Key, s => s.Value.Read()),
                _operations.ToDictionary(o => o.Key, o => o.Value.Read()));
        }
    }

    private static Sum SumOf<T>(Dictionary<T, Sum> sums, T key, T others)
        where T : notnull
    {
        if (sums.TryGetValue(key, out var sum))
        {
            return sum;
        }

        key = sums.Count < MaxNames ? key : others;
        return sums.TryGetValue(key, out sum) ? sum : sums[key] = new Sum();
    }

    private sealed class Sum
    {
        private readonly long[] _buckets = new long[StepFigure.BucketCount];
        private long _count;
        private long _errors;
        private double _seconds;
        private double _max;

        public void Add(double seconds, bool failed)
        {
            _count++;
            _errors += failed ? 1 : 0;
            _seconds += seconds;
            _max = Math.Max(_max, seconds);
            _buckets[StepFigure.BucketOf(seconds)]++;
        }

        public StepFigure Read() => new(_count, _errors, _seconds, _max, [.. _buckets]);
    }
}
