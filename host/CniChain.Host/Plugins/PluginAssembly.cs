using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;

namespace CniChain.Host;

/// <summary>One plugin's main assembly, loaded in a context of its own that shares nothing with the host but the contract.</summary>
internal sealed class PluginAssembly
{
    private readonly string _file;
    private readonly AssemblyLoadContext _context;
    private readonly List<(string Type, string MinimumVersion, Type Class)> _classes;
    private readonly Dictionary<Type, ICniPlugin> _instances = [];

    private PluginAssembly(string file, AssemblyLoadContext context, List<(string Type, string MinimumVersion, Type Class)> classes)
    {
        _file = file;
        _context = context;
        _classes = classes;
    }

    /// <summary>The objects made so far: one a class.</summary>
    public IReadOnlyCollection<ICniPlugin> Instances => _instances.Values;

    /// <summary>The load context, for those who watch whether it goes.</summary>
    public AssemblyLoadContext Context => _context;

    /// <summary>Loads it.</summary>
    /// <param name="file">The main assembly.</param>
    /// <param name="unloadable">
    /// Whether <see cref="Unload"/> will be called. It costs: the runtime does not use code that was compiled ahead (ReadyToRun) in a
    /// context that can be unloaded, and compiles every method at its first call (38 ms instead of 14 for the netlink reads that open a
    /// bridge's ADD). In return the files are read, not mapped, so whoever writes over them in place does not end the process.
    /// </param>
    /// <exception cref="CniException">Code 101: one sentence on why it does not load.</exception>
    public static PluginAssembly Load(string file, bool unloadable)
    {
        PluginDependencyFile.Require(file);
        var context = NewContext(file, unloadable);
        try
        {
            var assembly = unloadable ? LoadCopy(context, file) : context.LoadFromAssemblyPath(file);
            return PluginLoadError.ExplainReferences(assembly, file) is { } sentence
                ? throw new CniException(CniErrorCode.PluginUnusable, sentence)
                : new PluginAssembly(file, context, FindClasses(assembly));
        }
        catch (Exception e)
        {
            if (unloadable)
            {
                context.Unload();
            }

            throw e as CniException ?? Explain(e, file);
        }
    }

    /// <summary>Loads everything it refers to, directly or not: a plugin that is to replace one that works must be whole.</summary>
    /// <exception cref="CniException">Code 101: names what is missing.</exception>
    public void RequireWhole()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<Assembly>(_context.Assemblies);
        try
        {
            while (waiting.TryDequeue(out var assembly))
            {
                foreach (var reference in assembly.GetReferencedAssemblies())
                {
                    if (seen.Add(reference.FullName)
                        && _context.LoadFromAssemblyName(reference) is var loaded
                        && AssemblyLoadContext.GetLoadContext(loaded) == _context)
                    {
                        waiting.Enqueue(loaded);
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            throw Explain(e, _file);
        }
    }

    /// <summary>Lets it go: the runtime removes it once nothing of it runs or is held any more.</summary>
    public void Unload()
    {
        _instances.Clear();
        _classes.Clear();
        _context.Unload();
    }

    /// <summary>The plugin for a type; one object a class, however many types it serves.</summary>
    /// <param name="type">The type.</param>
    /// <param name="owner">What keeps it loaded.</param>
    /// <exception cref="CniException">Code 7: no class serves the type. 999: the class cannot be used.</exception>
    public AssemblyPlugin Create(string type, LoadedPlugin owner)
    {
        foreach (var (served, minimum, pluginClass) in _classes)
        {
            if (served == type)
            {
                _ = CniVersion.TryParse(minimum, out var version);
                return new AssemblyPlugin(type, _file, Instance(pluginClass), version, owner);
            }
        }

        var others = _classes.Count > 0 ? $"; it serves {string.Join(", ", _classes.ConvertAll(c => c.Type))}" : "";
        throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{_file} has no class with [CniPlugin(\"{type}\")]{others}");
    }

    /// <summary>
    /// McMaster's context, made by its builder. Its PluginLoader would first look for probing paths in every runtimeconfig.json, with
    /// a reflecting JSON reader and a walk through /proc/self/maps: 20 ms of a foreground run, for paths no published plugin has.
    /// Lazily loaded, since otherwise everything the contract refers to, directly or not, is loaded before the first plugin runs.
    /// </summary>
    private static AssemblyLoadContext NewContext(string file, bool unloadable)
    {
        var builder = new AssemblyLoadContextBuilder()
            .SetMainAssemblyPath(file)
            .SetDefaultContext(AssemblyLoadContext.GetLoadContext(typeof(ICniPlugin).Assembly)!)
            .IsLazyLoaded(true)
            .PreferDefaultLoadContextAssembly(typeof(ICniPlugin).Assembly.GetName());
        return (unloadable ? builder.EnableUnloading().PreloadAssembliesIntoMemory() : builder).Build();
    }

    private static Assembly LoadCopy(AssemblyLoadContext context, string file)
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(file));
        var symbols = Path.ChangeExtension(file, ".pdb");
        using var debug = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return context.LoadFromStream(assembly, debug);
    }

    private static List<(string Type, string MinimumVersion, Type Class)> FindClasses(Assembly assembly)
    {
        var classes = new List<(string, string, Type)>();
        var candidates = LoadableTypes(assembly, out var failure);
        foreach (var candidate in candidates)
        {
            foreach (var attribute in (CniPluginAttribute[])candidate.GetCustomAttributes(typeof(CniPluginAttribute), inherit: false))
            {
                classes.Add((attribute.Type, attribute.MinimumVersion, candidate));
            }
        }

        // A helper type may lack its dependency as long as the plugin itself is whole.
        return classes.Count == 0 && failure is not null ? throw failure : classes;
    }

    private static IEnumerable<Type> LoadableTypes(Assembly assembly, out ReflectionTypeLoadException? failure)
    {
        failure = null;
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            failure = e;
            return Array.FindAll(e.Types, static t => t is not null)!;
        }
    }

    private ICniPlugin Instance(Type pluginClass)
    {
        if (_instances.TryGetValue(pluginClass, out var known))
        {
            return known;
        }

        try
        {
            var instance = Activator.CreateInstance(pluginClass) as ICniPlugin ?? throw new CniException(
                CniErrorCode.PluginUnusable,
                $"{_file}: class {pluginClass.FullName} has [CniPlugin] but is no ICniPlugin of this host. {Contract.Explain(_file)}");
            return _instances[pluginClass] = instance;
        }
        catch (MissingMethodException e)
        {
            throw new CniException(
                CniErrorCode.PluginUnusable,
                $"{_file}: class {pluginClass.FullName} has no public constructor without parameters",
                null,
                e);
        }
        catch (Exception e) when (e is not CniException)
        {
            throw Explain(e, _file);
        }
    }

    private static CniException Explain(Exception e, string file)
    {
        var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
        var sentence = PluginLoadError.Explain(e, file) ?? $"{file} cannot be loaded: {cause.GetType().Name}: {cause.Message}";
        return new CniException(CniErrorCode.PluginUnusable, sentence, null, e);
    }
}
