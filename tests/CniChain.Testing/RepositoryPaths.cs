namespace CniChain.Testing;

/// <summary>Where the files of the project lie, seen from a test that runs somewhere below it.</summary>
public static class RepositoryPaths
{
    private static readonly Lazy<string> _root = new(FindRoot);

    /// <summary>The folder of CniChain.sln.</summary>
    public static string Root => _root.Value;

    /// <summary>The runnable examples.</summary>
    public static string Conf => Path.Combine(Root, "conf");

    /// <summary>The installed tree under test: CNICHAIN_INSTALL, or what <c>./build.sh test</c> lays out.</summary>
    public static string Install =>
        Environment.GetEnvironmentVariable("CNICHAIN_INSTALL") is { Length: > 0 } given ? given : Path.Combine(Root, "out", "install");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CniChain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no CniChain.sln above {AppContext.BaseDirectory}");
    }
}
