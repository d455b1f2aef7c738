namespace CniChain.Host;

/// <summary>The plugins that work between calls: started at the host's start or their first call, stopped at its end.</summary>
/// <param name="options">The host's options.</param>
/// <param name="log">The host's own log.</param>
internal sealed class ResidentPlugins(ChainHostOptions options, ICniLog log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IResidentPlugin, Task> _started = [];
    private readonly HashSet<string> _complainedOf = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Whether any of them has something to keep.</summary>
    public bool KeepHost
    {
        get
        {
            lock (_gate)
            {
                return _started.Any(pair => pair.Value.IsCompletedSuccessfully && Keeps(pair.Key));
            }
        }
    }

    /// <summary>Whether a type's folder holds anything.</summary>
    public static bool HasData(ChainHostOptions options, string type)
    {
        var folder = Path.Combine(options.DataDirectory, type);
        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
    }

    /// <summary>Starts the plugin of every type whose folder is not empty. A failure is logged; the type's next call tries again.</summary>
    public async Task StartKnownAsync(PluginCatalog catalog)
    {
        foreach (var type in KnownTypes())
        {
            LoadedPlugin? holder = null;
            try
            {
                if (catalog.Find(type, log, out holder) is { } plugin)
                {
                    await EnsureStartedAsync(type, plugin.Instance, _ending.Token);
                }
                else
                {
                    log.Warn($"{Path.Combine(options.DataDirectory, type)} is not empty, but no plugin \"{type}\" is installed to take it up");
                }
            }
            catch (Exception e) when (e is CniException or OperationCanceledException)
            {
                log.Warn($"{type} does not start: {e.Message}");
            }
            finally
            {
                holder?.Exit();
            }
        }
    }

    /// <summary>
    /// Starts what a newer assembly has in the place of one whose folder is not empty: nobody may call it for days, and what the older one
    /// kept has to be kept meanwhile. Returns at once. A failure is logged; the type's next call tries again.
    /// </summary>
    /// <param name="next">The newer one, which its catalog lets nobody else make objects of meanwhile.</param>
    public void TakeUp(LoadedPlugin next)
    {
        foreach (var type in next.File.Types.Where(t => HasData(options, t)))
        {
            try
            {
                var instance = next.Create(type).Instance;
                next.Enter();
                _ = Task.Run(() => TakeUpAsync(type, instance, next));
            }
            catch (CniException e)
            {
                log.Warn($"{type} does not start: {e.Message}");
            }
        }
    }

    /// <summary>Starts a plugin that has not been; does nothing for one without work between calls.</summary>
    /// <param name="type">The type it serves.</param>
    /// <param name="instance">The plugin.</param>
    /// <param name="cancellationToken">Ends the wait, not the start.</param>
    /// <exception cref="CniException">Code 999: its start failed.</exception>
    public Task EnsureStartedAsync(string type, ICniPlugin instance, CancellationToken cancellationToken)
    {
        if (instance is not IResidentPlugin plugin)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            if (!_started.TryGetValue(plugin, out var start) || start.IsFaulted || start.IsCanceled)
            {
                _started[plugin] = start = Task.Run(() => StartAsync(type, plugin), CancellationToken.None);
            }

            return start.IsCompletedSuccessfully ? Task.CompletedTask : start.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops one, as when a newer assembly takes its place; one that was never started is stopped already.</summary>
    public async Task StopAsync(IResidentPlugin plugin, CancellationToken cancellationToken)
    {
        Task? start;
        lock (_gate)
        {
            _started.Remove(plugin, out start);
        }

        if (start is null)
        {
            return;
        }

        try
        {
            await start.WaitAsync(cancellationToken);
            await plugin.StopAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            log.Warn($"{plugin.GetType().FullName} did not stop properly: {e.Message}");
        }
    }

    /// <summary>Stops all of them, at the host's end.</summary>
    public async Task StopAllAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        IResidentPlugin[] all;
        lock (_gate)
        {
            all = [.. _started.Keys];
        }

        await Task.WhenAll(all.Select(plugin => StopAsync(plugin, cancellationToken)));
    }

    private async Task TakeUpAsync(string type, ICniPlugin instance, LoadedPlugin holder)
    {
        try
        {
            await EnsureStartedAsync(type, instance, _ending.Token);
        }
        catch (Exception e) when (e is CniException or OperationCanceledException)
        {
            log.Warn($"{type} does not start: {e.Message}");
        }
        finally
        {
            holder.Exit();
        }
    }

    // A host must not end for what a plugin throws, nor may what is kept depend on it.
    private bool Keeps(IResidentPlugin plugin)
    {
        try
        {
            return plugin.KeepsHost;
        }
        catch (Exception e)
        {
            if (_complainedOf.Add(plugin.GetType().FullName!))
            {
                log.Warn($"{plugin.GetType().FullName} cannot say whether it keeps the host, so it does: {e.Message}");
            }

            return true;
        }
    }

    private async Task StartAsync(string type, IResidentPlugin plugin)
    {
        try
        {
            await plugin.StartAsync(new ResidentPluginHost(type, options, log), _ending.Token);
        }
        catch (Exception e) when (e is not CniException)
        {
            var code = e is IOException or UnauthorizedAccessException ? CniErrorCode.IoFailure : CniErrorCode.Internal;
            throw new CniException(code, $"{type} could not take up its work: {e.Message}", null, e);
        }
    }

    private IEnumerable<string> KnownTypes() => Directory.Exists(options.DataDirectory)
        ? Directory.EnumerateDirectories(options.DataDirectory).Select(f => Path.GetFileName(f)!).Where(t => CniNames.IsPluginType(t) && HasData(options, t))
        : [];
}
