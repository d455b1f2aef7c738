namespace CniChain.Host;

/// <summary>The plugin assemblies of one host: found by type in its folders, loaded once, kept.</summary>
internal sealed class PluginCatalog
{
    private readonly List<(string Folder, bool Check)> _roots = [];
    private readonly Dictionary<string, PluginAssembly> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AssemblyPlugin> _plugins = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public PluginCatalog(ChainHostOptions options)
    {
        foreach (var folder in options.ExtraPluginDirectories)
        {
            _roots.Add((folder, true));
        }

        _roots.Add((options.PluginDirectory, false));
    }

    /// <summary>The folders looked in, in order.</summary>
    public IEnumerable<string> Folders
    {
        get
        {
            foreach (var (folder, _) in _roots)
            {
                yield return folder;
            }
        }
    }

    /// <summary>Finds a plugin and loads it at its first use. A failure is not kept: the next request looks again.</summary>
    /// <returns>The plugin; null when no folder has one of this type.</returns>
    /// <exception cref="CniException">There is a folder for the type, but what is in it cannot be used.</exception>
    public AssemblyPlugin? Find(string type)
    {
        lock (_gate)
        {
            if (_plugins.TryGetValue(type, out var known))
            {
                return known;
            }

            foreach (var (root, check) in _roots)
            {
                var folder = Path.Combine(root, type);
                if (Directory.Exists(folder))
                {
                    return _plugins[type] = Load(type, root, folder, check);
                }
            }

            return null;
        }
    }

    /// <summary>Whether a plugin used here has left work for a host that stays (see <see cref="IResidentPlugin"/>).</summary>
    public bool LeavesWork(ChainHostOptions options)
    {
        lock (_gate)
        {
            return _plugins.Any(pair => pair.Value.Instance is IResidentPlugin && ResidentPlugins.HasData(options, pair.Key));
        }
    }

    /// <summary>Every type that has a folder, with the folder used for it.</summary>
    public IReadOnlyDictionary<string, string> List()
    {
        var types = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (root, _) in _roots)
        {
            if (!Directory.Exists(root))
            {
                continue;
            }

            foreach (var folder in Directory.EnumerateDirectories(root))
            {
                types.TryAdd(Path.GetFileName(folder), folder);
            }
        }

        return types;
    }

    private AssemblyPlugin Load(string type, string root, string folder, bool check)
    {
        if (check)
        {
            FileTrust.Require(root, "CNICHAIN_PLUGINS");
            FileTrust.Require(folder, "CNICHAIN_PLUGINS");
        }

        var file = PluginFolder.FindMainAssembly(folder, type);
        if (check)
        {
            FileTrust.Require(file, "CNICHAIN_PLUGINS");
        }

        // One folder may serve several types by way of links.
        var real = PluginFolder.RealPath(file);
        if (!_loaded.TryGetValue(real, out var assembly))
        {
            assembly = PluginAssembly.Load(real);
            _loaded[real] = assembly;
        }

        return assembly.Create(type);
    }
}
