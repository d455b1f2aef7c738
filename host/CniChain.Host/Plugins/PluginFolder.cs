namespace CniChain.Host;

/// <summary>One published plugin directory.</summary>
internal static class PluginFolder
{
    private const string DepsSuffix = ".deps.json";

    /// <summary>The plugin's main assembly: the one whose <c>Name.deps.json</c> lies in the folder.</summary>
    /// <exception cref="CniException">Code 7: none, or several of which none is named like the folder.</exception>
    public static string FindMainAssembly(string folder, string type)
    {
        string[] found;
        try
        {
            found = Directory.GetFiles(folder, "*" + DepsSuffix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"plugin folder {folder} cannot be read: {e.Message}");
        }

        if (found.Length == 0)
        {
            throw Invalid($"plugin folder {folder} has no *{DepsSuffix}; put a published plugin there (dotnet publish -o {folder})");
        }

        var chosen = found.Length == 1 ? found[0] : Array.Find(found, f => Name(f).Equals(type, StringComparison.OrdinalIgnoreCase));
        if (chosen is null)
        {
            Array.Sort(found, StringComparer.Ordinal);
            var names = string.Join(", ", Array.ConvertAll(found, Name));
            throw Invalid($"plugin folder {folder} holds several plugins ({names}); give each its own folder");
        }

        var assembly = Path.Combine(folder, Name(chosen) + ".dll");
        return File.Exists(assembly) ? assembly : throw Invalid($"{chosen} is there, but {assembly} is not; publish the plugin again");
    }

    /// <summary>The file behind links in any part of a path.</summary>
    public static string RealPath(string path)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var folder = Path.GetDirectoryName(target)!;
        return Path.Combine(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder, Path.GetFileName(target));
    }

    private static string Name(string depsFile) => Path.GetFileName(depsFile)[..^DepsSuffix.Length];

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
