using System.Text.Json;
using CniChain.Host.Resident;

namespace CniChain.Host;

/// <summary>A plugin loaded into this process.</summary>
internal sealed class AssemblyPlugin(string type, string location, ICniPlugin instance, CniVersion minimumVersion, LoadedPlugin owner) : IChainPlugin
{
    // A plugin that ignores cancellation would hold the runtime for ever; one that heeds it needs a moment to stop.
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(5);

    public string Type => type;

    public string Location => location;

    public bool IsExecuted => false;

    public bool JoinsRules => instance is ICniRuleJoin;

    public bool CanRepair => instance is ICniRepair;

    public bool HasInventory => instance is ICniInventory;

    // Who leaves the contract's own method as it is.
    public bool HoldsNothing => instance.GetType().GetInterfaceMap(typeof(ICniPlugin)) is var map
        && map.TargetMethods[Array.FindIndex(map.InterfaceMethods, m => m.Name == nameof(ICniPlugin.GcAsync))].DeclaringType == typeof(ICniPlugin);

    /// <summary>The plugin's object.</summary>
    public ICniPlugin Instance => instance;

    /// <summary>The oldest CNI version it serves.</summary>
    public CniVersion MinimumVersion => minimumVersion;

    public async Task<CniResult?> InvokeAsync(PluginCall call, CancellationToken cancellationToken)
    {
        var result = await RunAsync(call, Call, cancellationToken);
        return call.Verb == CniVerb.Add ? ResultRules.Check(result, call, type) : null;
    }

    public Task<IReadOnlyList<HeldObject>> ListAsync(PluginCall call, CancellationToken cancellationToken) =>
        RunAsync(call, (context, token) => NotNull(((ICniInventory)instance).ListAsync(context, token)), cancellationToken);

    public Task CountAsync(PluginCall call, CancellationToken cancellationToken) => instance is not ICniFigures figures
        ? Task.CompletedTask
        : RunAsync(call, (context, token) => Finished(figures.CountAsync(context, token)), cancellationToken);

    private async Task<T> RunAsync<T>(PluginCall call, Func<CniContext, CancellationToken, Task<T>> method, CancellationToken cancellationToken)
    {
        var config = NetworkConfig.Parse(JsonElement.Parse(call.Config));
        if (config.CniVersion < minimumVersion)
        {
            throw new CniException(
                CniErrorCode.IncompatibleVersion,
                $"{type} needs cniVersion {minimumVersion} or later",
                $"configured is {config.CniVersion}");
        }

        if (call.Scope.Residents is { } residents)
        {
            await residents.EnsureStartedAsync(type, instance, cancellationToken);
        }

        var context = CreateContext(call, config);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(call.Scope.Options.PluginTimeout);
        try
        {
            if (call.Verb == CniVerb.Repair && context.Ipam is ChainIpam ipam)
            {
                await ipam.RepairAsync(limit.Token);
            }

            var threads = new PluginThreads();
            var work = StartHeld(call.Scope.Options, threads, () => Dispatch(context, threads, method, limit.Token));
            await WaitAsync(work, call.Scope.Options.Time, limit.Token);
            return await work;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"{type}: {Verbs.Name(call.Verb)} took longer than {call.Scope.Options.PluginTimeout.TotalSeconds} s and was cancelled (CNICHAIN_PLUGIN_TIMEOUT)",
                location,
                e);
        }
    }

    /// <summary>A call that was given up still runs: its code is held until it ends.</summary>
    private async Task<T> StartHeld<T>(ChainHostOptions options, PluginThreads threads, Func<Task<T>> dispatch)
    {
        owner.Enter();
        try
        {
            return await Start(options, threads, dispatch);
        }
        finally
        {
            owner.Exit();
        }
    }

    /// <summary>
    /// Starts the call. In a host of many callers so that a plugin that blocks and does not heed cancellation holds up nobody, its own
    /// operation included; a host of one request has nobody else, and saves the compilation of every state machine that would be
    /// suspended meanwhile (a tenth of the whole run).
    /// </summary>
    private static Task<T> Start<T>(ChainHostOptions options, PluginThreads threads, Func<Task<T>> dispatch)
    {
        if (options.Gate is null)
        {
            return dispatch();
        }

        var call = new Task<Task<T>>(dispatch, TaskCreationOptions.DenyChildAttach);
        OperationLoop.StartPlugin(call, threads);
        return call.Unwrap();
    }

    private async Task<T> Dispatch<T>(
        CniContext context, PluginThreads threads, Func<CniContext, CancellationToken, Task<T>> method, CancellationToken cancellationToken)
    {
        // Without the caller's scheduler the end of the plugin's last piece runs on into this, on the same thread.
        var result = await method(context, cancellationToken).ConfigureAwait(false);
        threads.LookAtThisThread();
        return !threads.Leaked ? result : throw new CniException(
            CniErrorCode.Internal,
            $"{type} ({location}) left its thread in another network namespace, so what it did is not to be trusted; "
            + "act in a namespace with NetworkNamespace.Run, which goes back by itself");
    }

    private async Task<CniResult?> Call(CniContext context, CancellationToken cancellationToken)
    {
        switch (context.Verb)
        {
            case CniVerb.Add:
                return await NotNull(instance.AddAsync(context, cancellationToken)).ConfigureAwait(false);
            case CniVerb.Del:
                await NotNull(instance.DelAsync(context, cancellationToken)).ConfigureAwait(false);
                break;
            case CniVerb.Check:
                await NotNull(instance.CheckAsync(context, cancellationToken)).ConfigureAwait(false);
                break;
            case CniVerb.Status:
                await NotNull(instance.StatusAsync(context, cancellationToken)).ConfigureAwait(false);
                break;
            case CniVerb.Gc:
                await NotNull(instance.GcAsync(context, cancellationToken)).ConfigureAwait(false);
                break;
            case CniVerb.Repair when instance is ICniRepair repair:
                await NotNull(repair.RepairAsync(context, cancellationToken));
                break;
            default:
                throw new InvalidOperationException($"{context.Verb} does not reach a plugin");
        }

        return null;
    }

    private CniContext CreateContext(PluginCall call, NetworkConfig config) => new()
    {
        Verb = call.Verb,
        Config = config,
        Attachment = call.Subject.Attachment,
        NetnsPath = call.Subject.NetnsPath,
        Netns = call.Subject.Netns?.Handle,
        HostNetns = call.Scope.HostNetns.Handle,
        Args = call.Subject.Args,
        PrevResult = call.PrevResult,
        ValidAttachments = call.Subject.Valid ?? [],
        Ipam = new ChainIpam(call, type, IpamType(call, config)),
        Log = call.Scope.Log,
        StateDirectory = call.Scope.Journal.StateDirectory,
        DataDirectory = Path.Combine(call.Scope.Options.DataDirectory, type),
        Time = call.Scope.Options.Time,
        EarlierRules = call.Rules?.Earlier,
        LeaveRules = call.Rules?.Leave,
    };

    /// <summary>DEL has to succeed with an "ipam" that ADD refused, its undo in the first place.</summary>
    private static string? IpamType(PluginCall call, NetworkConfig config)
    {
        try
        {
            return config.IpamType;
        }
        catch (CniException e) when (call.Verb == CniVerb.Del)
        {
            call.Scope.Log.Warn($"DEL goes on without the IPAM plugin: {e.Message}");
            return null;
        }
    }

    private async Task WaitAsync(Task work, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await work.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!work.IsCompleted)
        {
            try
            {
                await work.WaitAsync(s_stopGrace, time, CancellationToken.None);
            }
            catch (TimeoutException e)
            {
                throw new CniException(
                    CniErrorCode.TryAgainLater,
                    $"{type} was cancelled and has not stopped after {s_stopGrace.TotalSeconds} s",
                    location,
                    e);
            }
        }
    }

    private async Task<bool> Finished(Task? work)
    {
        await NotNull(work).ConfigureAwait(false);
        return true;
    }

    private T NotNull<T>(T? task)
        where T : Task =>
        task ?? throw new CniException(CniErrorCode.Internal, $"{type} ({location}) returned null instead of a task");
}
