namespace CniChain.Host.Tests.Journal;

public sealed class AttachmentLockTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("ADD")]
    [InlineData("DEL")]
    public async Task AddAndDel_WaitUntilWhoJudgesByTheJournalIsDone(string verb)
    {
        var config = ChainFixture.Chain(_host.Recorder("a"));
        var judging = await AttachmentLock.TakeAloneAsync(_host.Options, TestContext.Current.CancellationToken);

        var answer = _host.ServeAsync(verb, config);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Empty(_host.Calls);
        judging!.Dispose();

        (await answer).AssertSuccess();
        Assert.Single(_host.Calls);
    }

    [Fact]
    public async Task Judge_WaitsForThoseUnderWay_WhoShareIt()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using (await AttachmentLock.ShareAsync(_host.Options, cancellation))
        {
            (await AttachmentLock.ShareAsync(_host.Options, cancellation))!.Dispose();
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AttachmentLock.TakeAloneAsync(_host.Options, patience.Token).AsTask());
        }

        (await AttachmentLock.TakeAloneAsync(_host.Options, cancellation))!.Dispose();
    }

    [Fact]
    public async Task StateFolder_ThatCannotBe_IsNoObstacle()
    {
        var options = _host.Options with { StateDirectory = "/proc/nowhere" };

        Assert.Null(await AttachmentLock.ShareAsync(options, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CheckAndStatus_DoNotWait()
    {
        var config = ChainFixture.Chain(_host.Recorder("a"), version: "1.1.0");
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        using var judging = await AttachmentLock.TakeAloneAsync(_host.Options, TestContext.Current.CancellationToken);

        (await _host.ServeAsync("CHECK", config)).AssertSuccess();
        (await _host.ServeAsync("STATUS", config)).AssertSuccess();
    }
}
