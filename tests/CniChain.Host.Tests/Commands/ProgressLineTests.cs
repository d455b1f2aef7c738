using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class ProgressLineTests : IDisposable
{
    private readonly ChainFixture _host = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Gc_OnATerminal_SaysWhichAttachmentItIsAtAndTakesTheLineAway()
    {
        string[] containers = ["progress-1", "progress-2"];
        foreach (var id in containers)
        {
            (await _host.ServeAsync(_host.Request("ADD", ChainFixture.Chain(_host.Recorder("a"))) with { ContainerId = id })).AssertSuccess();
        }

        using (ProgressLine.Show(Context(isTerminal: true), json: false, HostActivity.Collect, containers.Length))
        {
            (await _host.ServeAsync("GC", ChainFixture.Chain(_host.Recorder("a"), ", \"cni.dev/valid-attachments\": []", "1.1.0"))).AssertSuccess();
        }

        var shown = _error.ToString();
        Assert.All(containers, id => Assert.Contains($"{id}/eth0: recorder DEL", shown, StringComparison.Ordinal));
        Assert.EndsWith("\r\e[K", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', shown);
    }

    [Fact]
    public async Task Repair_OnATerminal_SaysWhichAttachmentItIsAt()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\"")))).AssertSuccess();
        var request = _host.Request("REPAIR", """{ "cniVersion": "1.1.0", "name": "podnet" }""") with { ContainerId = "", NetnsPath = "", IfName = "" };

        using (ProgressLine.Show(Context(isTerminal: true), json: false, HostActivity.Repair, 1))
        {
            (await _host.ServeAsync(request)).AssertSuccess();
        }

        Assert.Contains("1/1  ", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    public void Line_ForAProgramOrForNoWork_IsNone(bool isTerminal, bool json, int total) =>
        Assert.Null(ProgressLine.Show(Context(isTerminal), json, HostActivity.Collect, total));

    private CommandContext Context(bool isTerminal) => new()
    {
        Output = TextWriter.Null,
        Error = _error,
        ErrorIsTerminal = isTerminal,
        Variable = _ => null,
        Serve = (_, _) => Task.FromResult(new CniReply(0, default)),
        OpenScope = _host.Host.NewScope,
        StateDirectory = _host.Options.StateDirectory,
        Time = new LeapingTime(),
    };

    /// <summary>A second goes by at every look, so that nothing is left out for having come too soon.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private long _seconds;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds) * TimestampFrequency;
    }
}
