using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;

namespace CniChain.Host;

/// <summary>One plugin's main assembly, loaded in a context of its own that shares nothing with the host but the contract.</summary>
internal sealed class PluginAssembly
{
    private readonly string _file;
    private readonly List<(string Type, string MinimumVersion, Type Class)> _classes;
    private readonly Dictionary<Type, ICniPlugin> _instances = [];

    private PluginAssembly(string file, List<(string Type, string MinimumVersion, Type Class)> classes)
    {
        _file = file;
        _classes = classes;
    }

    /// <summary>Loads it.</summary>
    /// <exception cref="CniException">Code 999: one sentence on why it does not load.</exception>
    public static PluginAssembly Load(string file)
    {
        PluginDependencyFile.Require(file);
        try
        {
            var assembly = NewContext(file).LoadFromAssemblyPath(file);
            return PluginLoadError.ExplainReferences(assembly, file) is { } sentence
                ? throw new CniException(CniErrorCode.Internal, sentence)
                : new PluginAssembly(file, FindClasses(assembly));
        }
        catch (Exception e) when (e is not CniException)
        {
            throw Explain(e, file);
        }
    }

    /// <summary>The plugin for a type; one object a class, however many types it serves.</summary>
    /// <exception cref="CniException">Code 7: no class serves the type. 999: the class cannot be used.</exception>
    public AssemblyPlugin Create(string type)
    {
        foreach (var (served, minimum, pluginClass) in _classes)
        {
            if (served == type)
            {
                _ = CniVersion.TryParse(minimum, out var version);
                return new AssemblyPlugin(type, _file, Instance(pluginClass), version);
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
    private static AssemblyLoadContext NewContext(string file) => new AssemblyLoadContextBuilder()
        .SetMainAssemblyPath(file)
        .SetDefaultContext(AssemblyLoadContext.GetLoadContext(typeof(ICniPlugin).Assembly)!)
        .IsLazyLoaded(true)
        .PreferDefaultLoadContextAssembly(typeof(ICniPlugin).Assembly.GetName())
        .Build();

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
                CniErrorCode.Internal,
                $"{_file}: class {pluginClass.FullName} has [CniPlugin] but is no ICniPlugin of this host. {Contract.Explain(_file)}");
            return _instances[pluginClass] = instance;
        }
        catch (MissingMethodException e)
        {
            throw new CniException(
                CniErrorCode.Internal,
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
        return new CniException(CniErrorCode.Internal, sentence, null, e);
    }
}
