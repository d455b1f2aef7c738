using System.Diagnostics;

namespace CniChain.Host;

/// <summary>The plugin assemblies of one host: found by the types they claim, loaded at their first use, kept until they are replaced.</summary>
/// <remarks>
/// <para>Every request starts with a look whether a plugin directory has changed, which costs a stat(2) a file and no more; of a resident host
/// that was asked less than a second ago, one read of what the kernel has to tell. So an added or replaced DLL serves the next request.
/// A request asks once for each type and keeps what it was given, so it ends on the version it began with. Nothing but the plugin that is
/// asked for is loaded.</para>
/// <para>In a host of one request everything is loaded to stay. In a resident one it is loaded so that it can go, except the release's own
/// plugins as they were when the host first used them: they start with the code that was compiled ahead, which the runtime ignores in a
/// context that can be unloaded; a version that replaces one of these goes as any other does.</para>
/// </remarks>
internal sealed class PluginCatalog
{
    private readonly ChainHostOptions _options;
    private readonly List<PluginDirectory> _directories = [];
    private readonly PluginIndex _index;
    private readonly Dictionary<string, LoadedPlugin> _loaded = new(StringComparer.Ordinal);
    private readonly RefusedPlugins _refused = new();
    private readonly List<LoadedPlugin> _retired = [];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _residents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginFile> _chosen = new(StringComparer.Ordinal);
    private readonly PluginWatch? _watch;
    private bool _looked;
    private long _look;

    public PluginCatalog(ChainHostOptions options)
    {
        _options = options;
        _index = new PluginIndex(options.StateDirectory);
        _watch = IsResident ? new PluginWatch(options.Time) : null;
        foreach (var root in PluginRoot.Of(options))
        {
            _directories.Add(new PluginDirectory(root, options.Time));
        }
    }

    /// <summary>The folders looked in, in order.</summary>
    public IEnumerable<string> Folders => _directories.Select(static d => d.Root.Path);

    /// <summary>How a plugin with work between calls is stopped before it goes.</summary>
    public Func<IResidentPlugin, CancellationToken, Task> StopResident { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Called with a version that has taken another's place.</summary>
    public Action<LoadedPlugin> TakeUp { get; set; } = static _ => { };

    private bool IsResident => _options.Gate is not null;

    /// <summary>Finds a plugin, loading it at its first use. A failure is not kept: the next request looks again.</summary>
    /// <param name="type">The type.</param>
    /// <param name="log">Where it is said that a replacement was refused.</param>
    /// <param name="holder">What holds the plugin's code: to be given back by <see cref="LoadedPlugin.Exit"/>. Null when nothing was found.</param>
    /// <param name="look">Whether to look first; false for a request that has found another type before.</param>
    /// <returns>The plugin; null when no folder has one of this type.</returns>
    /// <exception cref="CniException">There is one, but it cannot be used; or there are two.</exception>
    public AssemblyPlugin? Find(string type, ICniLog log, out LoadedPlugin? holder, bool look = true)
    {
        holder = null;
        lock (_gate)
        {
            if ((look || !_looked) && !(_watch?.IsQuiet() == true && _directories.TrueForAll(static d => d.IsSettled)))
            {
                Look();
            }

            if (Choose(type) is not { } file)
            {
                return null;
            }

            var real = file.RealPath;
            _loaded.TryGetValue(real, out var current);
            if (current is null || (IsResident && !IsCurrent(current, file)))
            {
                current = Replace(real, file, type, current, log);
            }

            var plugin = current.Create(type);
            if (plugin.Instance is IResidentPlugin)
            {
                _residents.Add(type);
            }

            holder = current;
            holder.Enter();
            return plugin;
        }
    }

    /// <summary>What there is, for people: every plugin file of every directory, and every version that has not gone yet.</summary>
    public IReadOnlyList<PluginListing> List()
    {
        lock (_gate)
        {
            Look();
            var list = new List<PluginListing>();
            foreach (var file in _directories.SelectMany(static d => d.Folders.Values).SelectMany(static f => f.Files))
            {
                var real = file.RealPath;
                var loaded = _loaded.GetValueOrDefault(real);
                list.Add(new PluginListing
                {
                    File = file,
                    Problem = file.Problem ?? _refused.ProblemOf(real),
                    Loaded = loaded,
                    Leaving = _retired.Count(r => r.File.Path == file.Path && r.Context.IsAlive),
                });
            }

            list.Sort(static (a, b) => a.File.Root.Level != b.File.Root.Level
                ? a.File.Root.Level.CompareTo(b.File.Root.Level)
                : string.CompareOrdinal(a.File.Path, b.File.Path));
            return list;
        }
    }

    /// <summary>More words for the sentence that nobody serves a type: what lies in a folder of that name, and what could not be read.</summary>
    public string ExplainAbsence(string type)
    {
        lock (_gate)
        {
            foreach (var (path, folder) in _directories.SelectMany(static d => d.Folders))
            {
                if (Path.GetFileName(path) == type && folder.Files is [{ Problem: null } file, ..])
                {
                    return $"; {file.Path} has no class with [CniPlugin(\"{type}\")], it serves {string.Join(", ", file.Types)}";
                }
            }

            var broken = _directories.SelectMany(static d => d.Folders.Values).SelectMany(static f => f.Files).FirstOrDefault(static f => f.Problem is not null);
            return broken is null ? "" : $"; and {broken.Problem!.Message}";
        }
    }

    /// <summary>Whether a plugin used here has left work for a host that stays (see <see cref="IResidentPlugin"/>).</summary>
    public bool LeavesWork()
    {
        lock (_gate)
        {
            return _residents.Any(type => ResidentPlugins.HasData(_options, type));
        }
    }

    private void Look()
    {
        if (!_looked)
        {
            _looked = true;
            _index.Load(_directories);
        }

        _look++;
        var changed = false;
        foreach (var directory in _directories)
        {
            changed |= directory.Refresh();
        }

        if (changed)
        {
            _chosen.Clear();
            _index.Save(_directories);
        }

        _retired.RemoveAll(static r => !r.Context.IsAlive);
        Forget();
        _watch?.Cover(_directories.SelectMany(static d => d.Paths).Concat(_loaded.Values.SelectMany(static l => l.Content.Paths)), isSame: !changed);
    }

    /// <summary>A plugin whose file is claimed by no folder any more was taken away.</summary>
    private void Forget()
    {
        if (!IsResident || _loaded.Count == 0)
        {
            return;
        }

        foreach (var (real, loaded) in _loaded.ToArray())
        {
            if (!_directories.Exists(d => d.Folders.ContainsKey(loaded.File.Folder)))
            {
                _loaded.Remove(real);
                Retire(loaded);
            }
        }
    }

    private PluginFile? Choose(string type)
    {
        // What nobody serves is not kept: types come from configurations, and odd ones must not become a leak.
        if (!_chosen.TryGetValue(type, out var file) && ChooseAnew(type) is { } found)
        {
            _chosen[type] = file = found;
        }

        return file;
    }

    private PluginFile? ChooseAnew(string type)
    {
        for (var i = 0; i < _directories.Count;)
        {
            var level = _directories[i].Root.Level;
            var found = new List<PluginFile>();
            for (; i < _directories.Count && _directories[i].Root.Level == level; i++)
            {
                found.AddRange(_directories[i].Folders.Values.SelectMany(static f => f.Files).Where(f => f.Claims(type)));
            }

            if (found.Count > 1)
            {
                found = [.. found.DistinctBy(static f => f.RealPath)];
            }

            if (found.Count > 1)
            {
                throw new CniException(
                    CniErrorCode.InvalidNetworkConfig,
                    $"type \"{type}\" is claimed by {string.Join(" and by ", found.Select(static f => f.Path).Order(StringComparer.Ordinal))}; take all but one away");
            }

            if (found.Count == 1)
            {
                return found[0];
            }
        }

        return null;
    }

    private bool IsCurrent(LoadedPlugin loaded, PluginFile file)
    {
        if (file.Problem is not null || !loaded.Content.IsSettled)
        {
            return false;
        }

        // Once a look is enough: had anything happened since, there would have been another.
        if (loaded.Look != _look && loaded.Content.IsCurrent())
        {
            loaded.Look = _look;
        }

        return loaded.Look == _look;
    }

    /// <summary>Loads what lies there now; while that cannot be used, what was loaded before goes on serving.</summary>
    private LoadedPlugin Replace(string real, PluginFile file, string type, LoadedPlugin? current, ICniLog log)
    {
        if (current is not null && _refused.IsKnown(real, file))
        {
            return current;
        }

        _watch?.Uncover();
        var content = PluginContent.Look(file, _options.Time.GetUtcNow());
        try
        {
            var next = Load(real, file, content, type, current is not null);
            _refused.Remove(real);
            _loaded[real] = next;
            if (current is not null)
            {
                Tell(log, l => l.Info($"{file.Path} was replaced and is loaded anew"));
                _options.Watch?.Meter.PluginReloaded(type, null);
                Retire(current);
                TakeUp(next);
            }

            return next;
        }
        catch (CniException e) when (current is not null)
        {
            if (_refused.Add(real, file, content, e))
            {
                _options.Watch?.Meter.PluginReloaded(type, e);
                Tell(log, l => l.Warn($"{file.Path} was replaced by one that cannot be used, so the one before goes on serving: {e.Message}"));
            }

            return current;
        }
    }

    /// <summary>The caller, whose runtime may show its stderr to nobody, and whoever reads the host's log.</summary>
    private void Tell(ICniLog caller, Action<ICniLog> say)
    {
        say(caller);
        if (!ReferenceEquals(caller, _options.Log))
        {
            say(_options.Log);
        }
    }

    private LoadedPlugin Load(string real, PluginFile file, PluginContent content, string type, bool isReplacement)
    {
        if (file.Problem is not null)
        {
            throw file.Problem;
        }

        FileTrust.RequireReachedThroughRoot(file.Root.Path, file.Root.Name);
        FileTrust.RequireReachedThroughRoot(file.Folder, file.Root.Name);
        FileTrust.RequireAll(content.Files, file.Root.Name);
        PluginSums.Read(_options.ConfigDirectory)?.Require(file.Root.Path, content.Files);
        var unloadable = IsResident && (isReplacement || !file.Root.IsInstalled);
        var started = Stopwatch.GetTimestamp();
        var loaded = new LoadedPlugin(file, content, PluginAssembly.Load(real, unloadable), unloadable)
        {
            Loaded = _options.Time.GetUtcNow(),
            LoadTime = Stopwatch.GetElapsedTime(started),
            Complain = _options.Log.Warn,
            StopResident = (plugin, cancellationToken) => StopResident(plugin, cancellationToken),
        };
        try
        {
            if (isReplacement)
            {
                loaded.RequireWhole();
            }

            loaded.Create(type);
            return !isReplacement || content.IsCurrent()
                ? loaded
                : throw new CniException(CniErrorCode.TryAgainLater, $"{file.Folder} is being written to");
        }
        catch
        {
            Retire(loaded);
            throw;
        }
    }

    private void Retire(LoadedPlugin loaded)
    {
        _retired.Add(loaded);
        loaded.Retire();
    }
}
