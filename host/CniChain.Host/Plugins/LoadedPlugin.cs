namespace CniChain.Host;

/// <summary>One version of a plugin in memory: used by calls, and let go after the last of them when another has taken its place.</summary>
internal sealed class LoadedPlugin
{
    // What a plugin does at its end must not keep its memory for ever.
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly bool _unloadable;
    private PluginAssembly? _assembly;
    private int _uses;
    private bool _retired;

    public LoadedPlugin(PluginFile file, PluginContent content, PluginAssembly assembly, bool unloadable)
    {
        File = file;
        Content = content;
        _assembly = assembly;
        _unloadable = unloadable;
        Context = new WeakReference(assembly.Context, trackResurrection: true);
    }

    /// <summary>Where it was loaded from, as it was then.</summary>
    public PluginFile File { get; }

    /// <summary>The files it was loaded from.</summary>
    public PluginContent Content { get; }

    /// <summary>Its load context; not alive any more when the runtime has removed it.</summary>
    public WeakReference Context { get; }

    /// <summary>When it was loaded.</summary>
    public required DateTimeOffset Loaded { get; init; }

    /// <summary>How long that took.</summary>
    public required TimeSpan LoadTime { get; init; }

    /// <summary>The catalog's look since which its files are known to be as they were loaded; 0 for none.</summary>
    public long Look { get; set; }

    /// <summary>Calls and requests that hold it.</summary>
    public int Uses
    {
        get
        {
            lock (_gate)
            {
                return _uses;
            }
        }
    }

    /// <summary>Called with what went wrong at its end.</summary>
    public Action<string> Complain { get; init; } = static _ => { };

    /// <summary>How a plugin with work between calls is stopped.</summary>
    public Func<IResidentPlugin, CancellationToken, Task> StopResident { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>The plugin for a type.</summary>
    /// <exception cref="CniException">No class serves the type, or the class cannot be used.</exception>
    public AssemblyPlugin Create(string type) => _assembly!.Create(type, this);

    /// <summary>Loads everything it refers to.</summary>
    /// <exception cref="CniException">Something is missing.</exception>
    public void RequireWhole() => _assembly!.RequireWhole();

    /// <summary>Holds it. Only while somebody else does too, or before it is retired.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            _uses++;
        }
    }

    /// <summary>Gives it back.</summary>
    public void Exit()
    {
        lock (_gate)
        {
            if (--_uses > 0 || !_retired)
            {
                return;
            }
        }

        _ = Task.Run(EndAsync);
    }

    /// <summary>Lets it go after the last call: nobody gets it any more.</summary>
    public void Retire()
    {
        Enter();
        lock (_gate)
        {
            _retired = true;
        }

        Exit();
    }

    /// <summary>Tells the plugin's objects that this is the end, and unloads.</summary>
    private async Task EndAsync()
    {
        var assembly = Interlocked.Exchange(ref _assembly, null);
        if (assembly is null)
        {
            return;
        }

        foreach (var instance in assembly.Instances.ToArray())
        {
            try
            {
                await EndAsync(instance).WaitAsync(s_endPatience);
            }
            catch (Exception e)
            {
                Complain($"{File.Path}: the end of {instance.GetType().FullName} failed: {e.GetType().Name}: {e.Message}");
            }
        }

        if (_unloadable)
        {
            Unload(assembly);
        }
    }

    /// <summary>What the plugin has put on the end of its load context runs within, and where it throws, nothing is unloaded: it is asked once.</summary>
    private void Unload(PluginAssembly assembly)
    {
        try
        {
            assembly.Unload();
        }
        catch (Exception e)
        {
            Complain($"{File.Path}: what it does at its unloading failed: {e.GetType().Name}: {e.Message}");
            assembly.Unload();
        }
    }

    private async Task EndAsync(ICniPlugin instance)
    {
        if (instance is IResidentPlugin resident)
        {
            using var patience = new CancellationTokenSource(s_endPatience);
            await StopResident(resident, patience.Token);
        }

        await DisposeAsync(instance);
    }

    private static Task DisposeAsync(ICniPlugin instance)
    {
        switch (instance)
        {
            case IAsyncDisposable asynchronous:
                return asynchronous.DisposeAsync().AsTask();
            case IDisposable disposable:
                return Task.Run(disposable.Dispose);
            default:
                return Task.CompletedTask;
        }
    }
}
