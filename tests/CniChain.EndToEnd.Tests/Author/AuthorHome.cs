using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>The machine of somebody who writes a plugin: an empty folder, a HOME and a package cache in which nothing of an earlier run helps.</summary>
/// <remarks>What is not of this repository comes from the real machine's cache.</remarks>
internal sealed class AuthorHome : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(9);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnichain-author-");
    private readonly Dictionary<string, string> _environment;

    /// <param name="packages">The folder of the packages built here.</param>
    public AuthorHome(string packages)
    {
        Empty = _folder.CreateSubdirectory("empty").FullName;
        var home = _folder.CreateSubdirectory("home").FullName;
        PretendNuGetHasMigrated(home);
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.Combine(RepositoryPaths.Install, "bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = home,
            ["PACKAGES"] = packages,
            ["NUGET_PACKAGES"] = Path.Combine(home, "packages"),
            ["NUGET_FALLBACK_PACKAGES"] = machine,
            ["CNICHAIN_INSTALL"] = RepositoryPaths.Install,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            // A compiler that stays would hold the node's output open; the audit asks a registry that no node reaches.
            ["UseSharedCompilation"] = "false",
            ["NuGetAudit"] = "false",
        };
    }

    /// <summary>Where the first command is typed.</summary>
    public string Empty { get; }

    /// <summary>Types the commands into one shell, which stops at the first that fails.</summary>
    public CommandResult Type(TestNode node, IEnumerable<string> commands) => node.Run(
        ["bash", "-euo", "pipefail", "-c", $"cd {Empty}\nip link set lo up\n{string.Join('\n', commands)}"],
        environment: _environment,
        timeout: s_patience);

    /// <summary>
    /// NuGet's first run in a HOME takes a named mutex, which .NET keeps in /tmp by process ids. Those of a node are somebody else's on this
    /// machine, which ends in a segmentation fault or an exception; there is nothing of an older NuGet here for it to do.
    /// </summary>
    private static void PretendNuGetHasMigrated(string home)
    {
        var done = Directory.CreateDirectory(Path.Combine(home, ".local", "share", "NuGet", "Migrations"));
        File.WriteAllText(Path.Combine(done.FullName, "1"), "");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
