namespace CniChain.Host;

/// <summary>
/// Finds the plugin for a type: an assembly of this host first, else an executable in the request's CNI_PATH. Of one request, which
/// gets the same version of an assembly whenever it asks, and holds it until it is disposed of.
/// </summary>
internal sealed class PluginResolver(PluginCatalog catalog, string cniPath, string? doNotExecute, ICniLog log) : IDisposable
{
    private readonly Dictionary<string, AssemblyPlugin> _found = new(StringComparer.Ordinal);
    private readonly List<LoadedPlugin> _held = [];
    private bool _hasLooked;

    /// <summary>Finds it.</summary>
    /// <exception cref="CniException">Code 7: nowhere; the message lists every folder. Or the assembly is there and cannot be used.</exception>
    public IChainPlugin Resolve(string type)
    {
        if (!CniNames.IsPluginType(type))
        {
            throw Invalid($"type \"{type}\" is not valid; give a file name without '/'");
        }

        if (FindAssembly(type) is { } assembly)
        {
            return assembly;
        }

        return FindExecutable(type)
            ?? throw Invalid($"plugin type \"{type}\" is not there: {Places()}{catalog.ExplainAbsence(type)}; install it, or correct the type");
    }

    /// <summary>Every plugin file of this host.</summary>
    public IReadOnlyList<PluginListing> List() => catalog.List();

    /// <summary>Gives the assemblies back. Calls that were given up and still run hold theirs themselves.</summary>
    public void Dispose()
    {
        lock (_found)
        {
            _held.ForEach(static h => h.Exit());
            _held.Clear();
            _found.Clear();
        }
    }

    private AssemblyPlugin? FindAssembly(string type)
    {
        // A plugin may call its IPAM plugin from any thread.
        lock (_found)
        {
            if (_found.TryGetValue(type, out var known))
            {
                return known;
            }

            try
            {
                var found = catalog.Find(type, log, out var holder, look: !_hasLooked);
                _hasLooked = true;
                if (found is not null)
                {
                    _held.Add(holder!);
                    _found[type] = found;
                }

                return found;
            }
            catch (Exception e) when (e is not CniException)
            {
                throw Failure.From(e, type);
            }
        }
    }

    /// <summary>Finds every plugin of a chain and their IPAM plugins, so that nothing is touched when one is missing.</summary>
    /// <exception cref="CniException">As for <see cref="Resolve"/>.</exception>
    public void ResolveAll(ChainDefinition chain)
    {
        foreach (var entry in chain.Entries)
        {
            // An executed plugin finds its IPAM plugin itself, and knows where.
            if (!Resolve(entry.Type).IsExecuted && entry.IpamType is { } ipam)
            {
                Resolve(ipam);
            }
        }
    }

    private ExecutablePlugin? FindExecutable(string type)
    {
        foreach (var folder in cniPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            // As libcni: a regular file behind any links; the x bit is left to execve to complain about.
            var file = Path.Combine(folder, type);
            if (!RegularFile.Exists(file))
            {
                continue;
            }

            return type != doNotExecute
                ? new ExecutablePlugin(type, file)
                : throw Invalid($"plugin type \"{type}\" is not there: no assembly in {Folders()}, and {file} leads back to cnichain");
        }

        return null;
    }

    private string Places() => $"no assembly in {Folders()}, no executable in {(cniPath.Length > 0 ? cniPath : "CNI_PATH, which is empty")}";

    private string Folders() => string.Join(":", catalog.Folders);

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
