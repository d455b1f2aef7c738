using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CniChain.Host;

/// <summary>The host's instruments; plugins have meters of their own. host/README.md has the table.</summary>
/// <remarks>
/// Units and forms follow https://opentelemetry.io/docs/specs/semconv/general/metrics/: seconds, what can go down is an UpDownCounter,
/// and a failure is told from success by error.type.
/// </remarks>
internal sealed class HostMeter : IDisposable
{
    public const string Name = "CniChain.Host";

    // An ADD takes 2 ms, one that executes plugins 100, one that waits for a lock seconds.
    private static readonly InstrumentAdvice<double> s_buckets = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Meter _meter = new(Name, "0.1.0");
    private readonly Histogram<double> _operations;
    private readonly Histogram<double> _plugins;
    private readonly Histogram<double> _queueWaits;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _found;
    private readonly Counter<long> _reloads;

    public HostMeter()
    {
        _operations = _meter.CreateHistogram("cni.operation.duration", "s", "Time from request to answer.", null, s_buckets);
        _plugins = _meter.CreateHistogram("cni.plugin.duration", "s", "Time of one call of one plugin.", null, s_buckets);
        _queueWaits = _meter.CreateHistogram("cni.queue.wait.duration", "s", "Time an operation waited for its turn.", null, s_buckets);
        _active = _meter.CreateUpDownCounter<long>("cni.operation.active", "{operation}", "Operations that wait or run.");
        _found = _meter.CreateCounter<long>("cni.gc.found", "{object}", "What garbage collection found to belong to nobody.");
        _reloads = _meter.CreateCounter<long>("cni.plugin.reloads", "{reload}", "Replacements of a plugin's assembly while the host runs.");
    }

    /// <summary>The meter itself, for who listens to this host and to no other of the process.</summary>
    public Meter Source => _meter;

    /// <summary>An operation begins.</summary>
    public void Begin(string command) => _active.Add(1, new KeyValuePair<string, object?>(Tag.Verb, command));

    /// <summary>An operation has ended.</summary>
    public void End(in OperationOutcome operation)
    {
        _active.Add(-1, new KeyValuePair<string, object?>(Tag.Verb, operation.Request.Command));
        if (_operations.Enabled)
        {
            var tags = new TagList { { Tag.Verb, operation.Request.Command }, { Tag.Network, operation.Network } };
            AddFailure(ref tags, operation.Failure);
            _operations.Record(operation.Duration.TotalSeconds, tags);
        }
    }

    /// <summary>A plugin has answered.</summary>
    public void PluginEnded(string type, CniVerb verb, string network, bool isIpam, TimeSpan duration, CniException? failure)
    {
        if (_plugins.Enabled)
        {
            var tags = new TagList
            {
                { Tag.Verb, Verbs.Name(verb) }, { Tag.Network, network }, { Tag.PluginType, type }, { Tag.PluginRole, HostActivity.Role(isIpam) },
            };
            AddFailure(ref tags, failure);
            _plugins.Record(duration.TotalSeconds, tags);
        }
    }

    /// <summary>An operation's turn has come.</summary>
    public void QueueLeft(CniVerb verb, TimeSpan waited) =>
        _queueWaits.Record(waited.TotalSeconds, new KeyValuePair<string, object?>(Tag.Verb, Verbs.Name(verb)));

    /// <summary>GC found attachments in the journal that nobody has any more.</summary>
    public void Found(string network, int attachments)
    {
        if (attachments > 0)
        {
            _found.Add(attachments, new TagList { { Tag.Network, network }, { Tag.ObjectKind, "attachment" } });
        }
    }

    /// <summary>A plugin's assembly was replaced, or could not be.</summary>
    /// <param name="type">The plugin's type.</param>
    /// <param name="failure">Why the old one serves on; null when the new one does.</param>
    public void PluginReloaded(string type, CniException? failure)
    {
        var tags = new TagList { { Tag.PluginType, type } };
        AddFailure(ref tags, failure);
        _reloads.Add(1, tags);
    }

    /// <summary>Reports how many operations wait for their turn, each time somebody collects.</summary>
    public void ObserveQueue(Func<int> waiting) => _ = _meter.CreateObservableUpDownCounter(
        "cni.queue.length", () => (long)waiting(), "{operation}", "Operations that wait for their turn.");

    /// <summary>Reports how many attachments each network has, each time somebody collects.</summary>
    public void ObserveAttachments(Func<IReadOnlyDictionary<string, int>> count)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        _ = _meter.CreateObservableUpDownCounter("cni.attachments", Measure, "{attachment}", "Attachments in the journal.");

        IEnumerable<Measurement<long>> Measure()
        {
            // A network that has lost its last one is reported with 0: who is told nothing shows the last number on.
            var counts = count();
            known.UnionWith(counts.Keys);
            return [.. known.Select(n => new Measurement<long>(counts.GetValueOrDefault(n), new KeyValuePair<string, object?>(Tag.Network, n)))];
        }
    }

    public void Dispose() => _meter.Dispose();

    private static void AddFailure(ref TagList tags, CniException? failure)
    {
        if (failure is not null)
        {
            tags.Add(Tag.ErrorType, HostActivity.ErrorType(failure.Code));
            tags.Add(Tag.ErrorCode, (int)failure.Code);
        }
    }
}
