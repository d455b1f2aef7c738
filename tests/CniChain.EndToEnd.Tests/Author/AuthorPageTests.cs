using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>Follows abstractions/README.md to the letter: an empty folder, the packages built here, a node of its own.</summary>
/// <remarks>
/// The blocks run in one shell that stops at the first command that fails. HOME and the package cache are the test's, so that nothing of an
/// earlier run helps; what is not of this repository comes from the machine's cache.
/// </remarks>
[Collection(nameof(Packages))]
public sealed class AuthorPageTests(Packages packages) : IDisposable
{
    private const int OwnLines = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(9);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnichain-author-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Page_FollowedToTheLetter_RunsThePluginInAChain()
    {
        using var node = TestNode.Create();
        var empty = _folder.CreateSubdirectory("empty").FullName;
        var blocks = AuthorPage.Commands();
        Assert.True(blocks.Count >= 6, $"only {blocks.Count} blocks were found on the page");

        var result = node.Run(
            ["bash", "-euo", "pipefail", "-c", $"cd {empty}\nip link set lo up\n{string.Join('\n', blocks)}"],
            environment: Environment(packages.Folder),
            timeout: s_patience);

        Assert.True(result.ExitCode == 0, $"exit status {result.ExitCode}\n{result.Error}\n{result.Output}");
        // What it printed: the tests of the template, all run, and then the chain with its spans.
        Assert.Contains("Total: 4, Errors: 0, Failed: 0, Skipped: 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("mtu 1280", result.Output, StringComparison.Ordinal);
        Assert.Contains("acme-rate", result.Error + result.Output, StringComparison.Ordinal);
        Assert.InRange(LinesOfCode(Path.Combine(empty, "Acme.Rate", "Acme.Rate", "Plugin.cs")), 1, OwnLines - 1);
    }

    private Dictionary<string, string> Environment(string folder)
    {
        var home = _folder.CreateSubdirectory("home").FullName;
        var machine = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return new Dictionary<string, string>
        {
            ["PATH"] = $"{Path.Combine(RepositoryPaths.Install, "bin")}:{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = home,
            ["PACKAGES"] = folder,
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

    private static int LinesOfCode(string file) => File.ReadLines(file)
        .Select(static line => line.Trim())
        .Count(static line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
}
