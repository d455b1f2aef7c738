namespace CniChain.Host.Tests.Chain;

/// <summary>What an ADD made whose result reached nobody.</summary>
public sealed class TakeBackTests : IDisposable
{
    private readonly ChainFixture _host = new();

    private string Config => ChainFixture.Chain(_host.Recorder("a"));

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task TakeBack_OfWhatAnAddMade_IsItsDel()
    {
        var request = _host.Request("ADD", Config);
        var reply = await _host.Host.ServeAsync(request, TestContext.Current.CancellationToken);

        await _host.Host.TakeBackAsync(request, reply.Made!);

        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task TakeBack_AfterTheRuntimesOwnDel_DoesNothing()
    {
        var request = _host.Request("ADD", Config);
        var reply = await _host.Host.ServeAsync(request, TestContext.Current.CancellationToken);
        (await _host.ServeAsync("DEL", Config)).AssertSuccess();

        await _host.Host.TakeBackAsync(request, reply.Made!);

        Assert.Equal(["a Add", "a Del"], _host.Calls);
    }

    [Fact]
    public async Task TakeBack_OfAnEarlierAdd_LeavesTheLaterOne()
    {
        var request = _host.Request("ADD", Config);
        var reply = await _host.Host.ServeAsync(request, TestContext.Current.CancellationToken);
        (await _host.ServeAsync("DEL", Config)).AssertSuccess();
        (await _host.ServeAsync("ADD", Config)).AssertSuccess();

        await _host.Host.TakeBackAsync(request, reply.Made!);

        Assert.Equal(["a Add", "a Del", "a Add"], _host.Calls);
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task TakeBack_ThatIsNotComplete_IsLeftToDel()
    {
        var config = ChainFixture.Chain("""{"type": "failing", "failIn": ["DEL"], "code": 11, "message": "failing: not now"}""");
        var request = _host.Request("ADD", config);
        var reply = await _host.Host.ServeAsync(request, TestContext.Current.CancellationToken);

        await _host.Host.TakeBackAsync(request, reply.Made!);

        Assert.Contains("\"deleting\"", File.ReadAllText(Assert.Single(_host.JournalFiles)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Made_IsAnAddsThatSucceeded()
    {
        Assert.Null((await _host.Host.ServeAsync(_host.Request("ADD", ChainFixture.Chain("""{"type": "failing", "failIn": ["ADD"], "code": 11, "message": "no"}""")), CancellationToken.None)).Made);
        Assert.NotNull((await _host.Host.ServeAsync(_host.Request("ADD", Config), CancellationToken.None)).Made);
        Assert.Null((await _host.Host.ServeAsync(_host.Request("CHECK", Config), CancellationToken.None)).Made);
        Assert.Null((await _host.Host.ServeAsync(_host.Request("DEL", Config), CancellationToken.None)).Made);
    }

    [Fact]
    public async Task Run_WhoseReaderHasGone_UndoesItsAdd()
    {
        using var run = await RunProcess.StartAsync(_host, "ADD", Config);
        run.LeaveStdout();

        var (exitCode, stderr) = await run.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("the result cannot be delivered", stderr, StringComparison.Ordinal);
        Assert.Contains("reached nobody, so it is undone", stderr, StringComparison.Ordinal);
        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }
}
