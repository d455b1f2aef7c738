using CniChain.Host.Resident;

namespace CniChain.Host.Tests.Plugins;

/// <summary>What a plugin does that it must not costs its own chain a clear error and nobody else anything.</summary>
public sealed class IsolationTests : IDisposable
{
    private readonly OperationGate _gate = new(8, 64);
    private readonly ChainFixture _host;

    // Enough for whoever behaves, the plugins before it in the chain too.
    public IsolationTests() => _host = new ChainFixture(o => o with { Gate = _gate, PluginTimeout = TimeSpan.FromSeconds(5) });

    public void Dispose()
    {
        _host.Dispose();
        _gate.Dispose();
    }

    [Theory]
    [InlineData("throw", 999, "plugin misbehaving: InvalidOperationException: does what? throw")]
    [InlineData("wait", 11, "misbehaving: ADD took longer than 5 s")]
    [InlineData("leak", 999, "left its thread in another network namespace")]
    [InlineData("leak between", 999, "left its thread in another network namespace")]
    [InlineData("leak last", 999, "left its thread in another network namespace")]
    public async Task Plugin_ThatMisbehaves_FailsItsChainWhichIsUndone(string does, int code, string words)
    {
        var answer = await AddAsync(does);

        answer.AssertError(code, words);
        await AssertUndoneAndServingAsync();
    }

    [Fact]
    public async Task Plugin_ThatIsDeafToItsTimeout_IsGivenUp()
    {
        var started = TimeProvider.System.GetTimestamp();

        (await AddAsync("block")).AssertError(11, "misbehaving was cancelled and has not stopped after 5 s");

        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(28), "the caller waited for the plugin");
        await AssertUndoneAndServingAsync();
    }

    [Fact]
    public async Task Plugin_ThatWasGivenUp_KeepsItsCodeUntilItEnds()
    {
        await AddAsync("block");

        Assert.Equal(1, _host.Host.Catalog.List().Single(l => l.File.Types.Contains("misbehaving")).Loaded!.Uses);
    }

    [Fact]
    public async Task Namespace_ThatWasLeaked_IsNobodysAfterwards()
    {
        await AddAsync("leak between");

        var elsewhere = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => !ThreadNamespace.IsHome())));
        Assert.DoesNotContain(true, elsewhere);
    }

    [Fact]
    public async Task ForegroundRun_OfAPluginThatLeaks_SaysTheSame()
    {
        using var host = new ChainFixture();

        // On a thread that ends with the test, should it not come home.
        var answer = await Task.Factory.StartNew(
            () => host.ServeAsync("ADD", Chain(host, "leak")).GetAwaiter().GetResult(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        answer.AssertError(999, "left its thread in another network namespace");
    }

    private static string Chain(ChainFixture host, string does) =>
        ChainFixture.Chain($$"""{{host.Recorder("a")}}, {"type": "misbehaving", "does": "{{does}}"}""");

    private Task<Answer> AddAsync(string does) => _host.ServeAsync("ADD", Chain(_host, does));

    private async Task AssertUndoneAndServingAsync()
    {
        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("b")))).AssertSuccess();
    }
}
