using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>Follows abstractions/README.md to the letter: an empty folder, the packages built here, a node of its own.</summary>
[Collection(nameof(Packages))]
public sealed class AuthorPageTests(Packages packages)
{
    private const int OwnLines = 40;

    [Fact]
    public void Page_FollowedToTheLetter_RunsThePluginInAChain()
    {
        using var node = TestNode.Create();
        using var home = new AuthorHome(packages.Folder);
        var blocks = AuthorPage.Commands();
        Assert.True(blocks.Count >= 6, $"only {blocks.Count} blocks were found on the page");

        var result = home.Type(node, blocks);

        Assert.True(result.ExitCode == 0, $"exit status {result.ExitCode}\n{result.Error}\n{result.Output}");
        // What it printed: the tests of the template, all run, and then the chain with its spans.
        Assert.Contains("Total: 4, Errors: 0, Failed: 0, Skipped: 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("mtu 1280", result.Output, StringComparison.Ordinal);
        Assert.Contains("acme-rate", result.Error + result.Output, StringComparison.Ordinal);
        Assert.InRange(LinesOfCode(Path.Combine(home.Empty, "Acme.Rate", "Acme.Rate", "Plugin.cs")), 1, OwnLines - 1);
    }

    [Fact]
    public void Plugin_PublishedReadyToRun_IsCompiledAheadWithTheContract()
    {
        using var node = TestNode.Create();
        using var home = new AuthorHome(packages.Folder);

        var result = home.Type(
            node,
            [
                "dotnet new install \"$PACKAGES\"/CniChain.Templates.*.nupkg",
                "dotnet new cniplugin -n Acme.Rate --packages \"$PACKAGES\"",
                "dotnet publish Acme.Rate/Acme.Rate -o published -p:PublishReadyToRun=true",
            ]);

        Assert.True(result.ExitCode == 0, $"exit status {result.ExitCode}\n{result.Error}\n{result.Output}");
        var published = Path.Combine(home.Empty, "published");
        // Every method of the plugin has the contract's types in it: without the contract at hand there are none.
        Assert.InRange(CompiledAhead.Functions(Path.Combine(published, "Acme.Rate.dll")), 4, int.MaxValue);
        Assert.InRange(CompiledAhead.Functions(Path.Combine(published, "CniChain.Linux.dll")), 1000, int.MaxValue);
        Assert.False(File.Exists(Path.Combine(published, "CniChain.Abstractions.dll")));
    }

    private static int LinesOfCode(string file) => File.ReadLines(file)
        .Select(static line => line.Trim())
        .Count(static line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
}
