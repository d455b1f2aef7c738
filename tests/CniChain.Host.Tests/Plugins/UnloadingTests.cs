using CniChain.Testing;

namespace CniChain.Host.Tests.Plugins;

/// <summary>What is static in a plugin, and whether its code goes when another has taken its place.</summary>
public sealed class UnloadingTests : IDisposable
{
    private readonly ReloadFixture _host = new("statics");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Statics_EndedAtUnloading_LetTheCodeGo()
    {
        await ReplaceAsync("");

        await ReloadTests.UntilAsync(() => Leaving() == 0);
        Assert.DoesNotContain(_host.Log.Lines, static l => l.StartsWith("warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Timer_LeftBehind_KeepsTheCode()
    {
        await ReplaceAsync(""", "leave": true""");

        for (var i = 0; i < 10; i++)
        {
            Assert.NotEqual(0, Leaving());
        }
    }

    [Fact]
    public async Task Unloading_ThatThrows_IsSaidAndLetsTheCodeGo()
    {
        await ReplaceAsync(""", "throw": true""");

        await ReloadTests.UntilAsync(() => Leaving() == 0);
        Assert.Contains(_host.Log.Lines, static l => l.Contains("Statics.dll", StringComparison.Ordinal) && l.Contains("not now", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_ForAuthors_ShowsTheCodeThatIsTestedHere()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "abstractions", "README.md"));
        var code = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "tests", "TestPlugins", "Statics", "Upkeep.cs"));

        Assert.Contains($"```csharp\n{code}```\n", page, StringComparison.Ordinal);
    }

    private async Task ReplaceAsync(string more)
    {
        _host.Install(1);
        Assert.Equal("version-0001", await _host.VersionAsync(more));
        _host.Install(2);
        Assert.Equal("version-0002", await _host.VersionAsync());
    }

    private int Leaving()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return _host.Listing.Leaving;
    }
}
