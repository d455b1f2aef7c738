using System.Reflection;

namespace CniChain.Host;

/// <summary>
/// Says in one sentence why an assembly does not load, or why a call into it found something missing: McMaster's loader and the
/// runtime name assemblies, the person on call needs the plugin's file and what to do.
/// </summary>
internal static class PluginLoadError
{
    /// <summary>Explains an exception that left a loaded plugin; null when it has nothing to do with loading.</summary>
    public static string? Explain(Exception e, IChainPlugin plugin) => plugin.IsExecuted ? null : Explain(e, plugin.Location);

    /// <summary>Explains an exception from loading or running the code in a file; null when it has nothing to do with loading.</summary>
    public static string? Explain(Exception e, string file) => e switch
    {
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => Explain(first, file),
        TargetInvocationException { InnerException: { } inner } => Explain(inner, file),
        TypeInitializationException { InnerException: { } inner } => Explain(inner, file),
        FileNotFoundException { FileName: { } name } when IsAssemblyName(name) => MissingAssembly(name, file),
        FileLoadException { FileName: { } name } when IsAssemblyName(name) =>
            $"{file} needs {Short(name)}, which is there but not as it was built against: {e.Message}",
        DllNotFoundException => $"{file} needs a native library: {e.Message}",
        BadImageFormatException => $"{file} is not a .NET assembly that can be loaded, or it depends on one that is not: {e.Message}",
        TypeLoadException or MissingMemberException => $"{file} does not fit this host's contract: {e.Message} {Contract.Explain(file)}",
        _ => null,
    };

    /// <summary>Explains an assembly that asks for a newer framework or contract than this process has; null when it does not.</summary>
    public static string? ExplainReferences(Assembly assembly, string file)
    {
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            if (reference is { Name: "System.Runtime", Version: { } framework } && framework.Major > Environment.Version.Major)
            {
                return $"{file} was built for .NET {framework.Major}, this host runs on .NET {Environment.Version}; "
                    + $"build it for net{Environment.Version.Major}.0";
            }

            if (reference.Name == Contract.AssemblyName && reference.Version > Contract.HostVersion)
            {
                return $"{file} does not fit this host's contract. {Contract.Explain(file)}";
            }
        }

        return null;
    }

    private static string MissingAssembly(string name, string file)
    {
        var assembly = new AssemblyName(name);
        return assembly.Name == Contract.AssemblyName
            ? $"{file} does not fit this host's contract. {Contract.Explain(file)}"
            : $"{file} needs {Short(name)}, which is not in {Path.GetDirectoryName(file)}; publish the plugin with what it needs (dotnet publish)";
    }

    private static bool IsAssemblyName(string name) => name.Contains("Version=", StringComparison.Ordinal);

    private static string Short(string name)
    {
        var assembly = new AssemblyName(name);
        return $"{assembly.Name} {assembly.Version}";
    }
}
