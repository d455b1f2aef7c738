using System.Diagnostics;

namespace CniChain.Host;

/// <summary>Serves CNI requests: the one entry point of the foreground run, the command line and the resident host.</summary>
/// <remarks>Safe for concurrent calls. Nothing process-wide is touched: no current directory, no environment, no console.</remarks>
internal sealed class ChainHost(ChainHostOptions options)
{
    /// <summary>The plugin assemblies this host has.</summary>
    public PluginCatalog Catalog { get; } = new(options);

    /// <summary>The plugins with work between calls, in a host that stays; null starts none of them.</summary>
    public ResidentPlugins? Residents
    {
        get;
        init
        {
            field = value;
            if (value is not null)
            {
                Catalog.StopResident = value.StopAsync;
                Catalog.TakeUp = value.TakeUp;
            }
        }
    }

    /// <summary>The attachments this host knows of.</summary>
    /// <param name="log">Where warnings about its files go.</param>
    public AttachmentJournal OpenJournal(ICniLog log) => new(options, log);

    /// <summary>Serves one request. Never throws: every failure is a CNI error on stdout with exit status 1.</summary>
    /// <remarks>
    /// In skel's order: environment (4), stdin (5), JSON (6), name (7), command (4), version (1), and only then the verb.
    /// </remarks>
    public async Task<CniReply> ServeAsync(CniRequest request, CancellationToken cancellationToken)
    {
        using var span = HostActivity.StartVerb(request, overSocket: options.Gate is not null);
        if (options.Watch is not { } watch)
        {
            return (await ServeAsync(request, span, cancellationToken)).Reply;
        }

        watch.Begin(request.Command);
        var started = options.Time.GetTimestamp();
        var served = await ServeAsync(request, span, cancellationToken);
        watch.End(new OperationOutcome
        {
            Request = request,
            Network = served.Network,
            Ended = options.Time.GetUtcNow(),
            Duration = options.Time.GetElapsedTime(started),
            Reply = served.Reply,
            Failure = served.Failure,
            Span = span,
            Trace = span?.Context ?? TraceContext.Extract(request.Environment) ?? default,
        });
        return served.Reply;
    }

    /// <summary>Takes back what an ADD made whose result reached nobody, in its turn. Never throws.</summary>
    /// <param name="request">The ADD.</param>
    /// <param name="made">What it made. Left alone when it is that no more: the runtime may have sent DEL by itself.</param>
    public async Task TakeBackAsync(CniRequest request, JournalEntry made)
    {
        var attachment = made.Key.Attachment;
        using var span = HostActivity.StartTakeBack(attachment);
        using var limit = new CancellationTokenSource(options.RequestTimeout, options.Time);
        try
        {
            using var turn = options.Gate is { } gate
                ? await gate.EnterAsync(CniVerb.Del, attachment.Network, attachment.ContainerId, limit.Token)
                : null;
            using var shared = await AttachmentLock.ShareAsync(options, limit.Token);
            var scope = NewScope(request);
            using var plugins = scope.Resolver;
            if (scope.Journal.Read(made.Key, out _) is { State: JournalState.Done } entry && entry.Created == made.Created)
            {
                var failures = await new JournalUndo(scope).RunAsync(entry, limit.Token);
                options.Log.Warn($"the result of ADD {attachment} reached nobody, so it is undone" + (failures.Count == 0 ? "" : $", as far as it could be: {failures}"));
            }
        }
        catch (Exception e)
        {
            options.Log.Warn($"the result of ADD {attachment} reached nobody, and undoing it failed: {e.Message}");
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
        }
    }

    private async Task<ServedRequest> ServeAsync(CniRequest request, Activity? span, CancellationToken cancellationToken)
    {
        using var deadline = RequestDeadline.Start(request, options, cancellationToken);
        RequestConfig? config = null;
        try
        {
            EnvironmentRules.Check(request);
            var verb = Verbs.Parse(request.Command);
            if (verb == CniVerb.Version)
            {
                return new ServedRequest(new CniReply(0, VersionReply.ToUtf8(request.Config.Span)), "", null);
            }

            config = RequestConfig.Read(request);
            var known = verb ?? throw UnknownCommand(request);
            VersionGate.Check(known, config.VersionText);
            HostActivity.NameVerb(span, known, config.Name);
            using var turn = await EnterAsync(request, known, config.Name, deadline.Token);
            using var shared = await ShareAsync(request, known, deadline.Token);
            var scope = NewScope(request);
            using var plugins = scope.Resolver;
            var run = new RequestRun(scope, config, known);
            var stdout = await run.RunAsync(deadline.Token);
            return new ServedRequest(new CniReply(0, stdout) { Made = run.Made }, config.Name, null);
        }
        catch (Exception e)
        {
            var failure = e as CniException ?? deadline.Explain(e) ?? new CniException(CniErrorCode.Internal, $"cnichain: {e.GetType().Name}: {e.Message}", null, e);
            HostActivity.Fail(span, failure, e);
            return new ServedRequest(ErrorReply(failure, config), config?.Name ?? "", failure);
        }
    }

    /// <summary>
    /// Waits for the request's turn. One that comes from a plugin this host executes (flannel calling bridge, say) belongs to an
    /// operation that has its turn already and waits for this answer. REPAIR takes a turn for each container.
    /// </summary>
    private async ValueTask<IDisposable?> EnterAsync(CniRequest request, CniVerb verb, string network, CancellationToken cancellationToken)
    {
        if (options.Gate is not { } gate || verb == CniVerb.Repair || request.Environment.ContainsKey(ExecutablePlugin.ExecutedVariable))
        {
            return null;
        }

        var (started, waiting) = (options.Time.GetTimestamp(), gate.Waiting);
        var entering = gate.EnterAsync(verb, network, Verbs.HasAttachment(verb) ? request.ContainerId : null, cancellationToken);
        using var span = entering.IsCompleted ? null : HostActivity.StartQueueWait(waiting);
        var turn = await entering;
        options.Watch?.Meter.QueueLeft(verb, options.Time.GetElapsedTime(started));
        return turn;
    }

    /// <summary>Keeps a garbage collection of another process from taking an attachment that comes or goes for one that nobody has.</summary>
    private ValueTask<AttachmentLock?> ShareAsync(CniRequest request, CniVerb verb, CancellationToken cancellationToken) =>
        verb is CniVerb.Add or CniVerb.Del && !request.Environment.ContainsKey(ExecutablePlugin.ExecutedVariable)
            ? AttachmentLock.ShareAsync(options, cancellationToken)
            : default;

    /// <summary>What the calls of one request share, for whoever asks plugins something that is no verb.</summary>
    internal RequestScope NewScope(CniRequest request)
    {
        var log = new StderrLog(request.Stderr);
        return new RequestScope
        {
            Request = request,
            Options = options,
            Log = log,
            Resolver = new PluginResolver(Catalog, request.Path, ExecutedFor(request), log),
            Journal = OpenJournal(log),
            Residents = Residents,
        };
    }

    private static CniReply ErrorReply(CniException failure, RequestConfig? config) =>
        new(1, CniError.ToUtf8(failure, config is { HasSupportedVersion: true } ? config.Version : null));

    /// <summary>The type this very process was executed for by another cnichain; see <see cref="ExecutablePlugin.ExecutedVariable"/>.</summary>
    private static string? ExecutedFor(CniRequest request) =>
        request.AsType is { } type && request.Environment.GetValueOrDefault(ExecutablePlugin.ExecutedVariable) == type ? type : null;

    private static CniException UnknownCommand(CniRequest request) => new(
        CniErrorCode.InvalidEnvironment,
        $"CNI_COMMAND \"{request.Command}\" is not known; use ADD, DEL, CHECK, STATUS, GC or VERSION");
}
