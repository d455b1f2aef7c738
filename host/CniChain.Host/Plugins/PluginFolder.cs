namespace CniChain.Host;

/// <summary>One published plugin directory: what <c>dotnet publish -o</c> leaves, or a single DLL put there by hand.</summary>
internal static class PluginFolder
{
    private const string DepsSuffix = ".deps.json";

    /// <summary>The main assemblies of a folder: those with a <c>Name.deps.json</c>, or when none has, those with a [CniPlugin].</summary>
    /// <param name="root">The directory it belongs to.</param>
    /// <param name="folder">The folder, or the directory itself.</param>
    /// <returns>What is there; a folder from which no plugin can be made has one entry that says why.</returns>
    public static IReadOnlyList<PluginFile> Read(PluginRoot root, string folder)
    {
        try
        {
            var found = new List<PluginFile>();
            foreach (var deps in Directory.GetFiles(folder, "*" + DepsSuffix))
            {
                found.Add(ReadPublished(root, folder, deps));
            }

            if (found.Count == 0)
            {
                foreach (var file in Directory.GetFiles(folder, "*.dll"))
                {
                    found.Add(ReadAssembly(root, folder, file));
                }

                found = Narrow(found);
            }

            if (found.Count == 0 && folder != root.Path)
            {
                found.Add(Broken(root, folder, folder, Invalid($"plugin folder {folder} holds no plugin; put a published one there (dotnet publish -o {folder})")));
            }

            found.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Broken(root, folder, folder, Invalid($"plugin folder {folder} cannot be read: {e.Message}"))];
        }
    }

    /// <summary>The file behind links in any part of a path.</summary>
    public static string RealPath(string path)
    {
        if (!File.Exists(path))
        {
            return path; // Or there is nothing to follow.
        }

        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var folder = Path.GetDirectoryName(target)!;
        return Path.Combine(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder, Path.GetFileName(target));
    }

    private static PluginFile ReadPublished(PluginRoot root, string folder, string deps)
    {
        var file = deps[..^DepsSuffix.Length] + ".dll";
        return File.Exists(file)
            ? ReadAssembly(root, folder, file)
            : Broken(root, folder, file, Invalid($"{deps} is there, but {file} is not; publish the plugin again"));
    }

    /// <summary>Without a dependency file to tell them apart, a plugin's libraries lie beside it; only it has the attribute.</summary>
    private static List<PluginFile> Narrow(List<PluginFile> assemblies)
    {
        var plugins = assemblies.FindAll(static a => a.Types.Count > 0);
        return plugins.Count > 0 ? plugins : assemblies.FindAll(static a => a.Problem is { Code: not CniErrorCode.InvalidNetworkConfig });
    }

    private static PluginFile ReadAssembly(PluginRoot root, string folder, string file)
    {
        try
        {
            var metadata = PluginMetadata.Read(file);
            return new PluginFile
            {
                Root = root,
                Folder = folder,
                Path = file,
                Types = metadata.Types,
                Contract = metadata.Contract,
                Problem = metadata.Types.Count > 0 ? null : Invalid($"{file} has no class with [CniPlugin(\"type\")], so it serves nothing"),
            };
        }
        catch (BadImageFormatException e)
        {
            return Broken(root, folder, file, new CniException(CniErrorCode.PluginUnusable, $"{file} is not a .NET assembly that can be loaded: {e.Message.TrimEnd('.')}; publish the plugin again", null, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Broken(root, folder, file, new CniException(CniErrorCode.IoFailure, $"{file} cannot be read: {e.Message}", null, e));
        }
    }

    private static PluginFile Broken(PluginRoot root, string folder, string path, CniException problem) =>
        new() { Root = root, Folder = folder, Path = path, Problem = problem };

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
