namespace CniChain.Testing;

/// <summary>Where the files of the project lie, seen from a test that runs somewhere below it.</summary>
public static class RepositoryPaths
{
    private static readonly Lazy<string> _root = new(FindRoot);
    private static readonly string[] s_prefixes = ["/usr/local", "/usr"];

    /// <summary>The folder of CniChain.sln.</summary>
    public static string Root => _root.Value;

    /// <summary>The runnable examples.</summary>
    public static string Conf => Path.Combine(Root, "conf");

    /// <summary>
    /// The installed tree under test: CNICHAIN_INSTALL, or what <c>./build.sh test</c> lays out; outside the repository, where an
    /// installer puts it.
    /// </summary>
    public static string Install
    {
        get
        {
            if (Environment.GetEnvironmentVariable("CNICHAIN_INSTALL") is { Length: > 0 } given)
            {
                return given;
            }

            return TryFindRoot() is { } root
                ? Path.Combine(root, "out", "install")
                : Array.Find(s_prefixes, static p => File.Exists(Path.Combine(p, "bin", "cnichain"))) ?? s_prefixes[0];
        }
    }

    private static string FindRoot() =>
        TryFindRoot() ?? throw new DirectoryNotFoundException($"no CniChain.sln above {AppContext.BaseDirectory}");

    private static string? TryFindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CniChain.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
