using System.Text.Json;

namespace CniChain.Host.Tests.Chain;

public sealed class DelTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Del_AfterAdd_RunsInReverseWithTheFinalResultFromTheJournal()
    {
        var config = ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"veth1\"") + "," + _host.Recorder("b", ", \"adds\": \"eth0\""));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        var answer = await _host.ServeAsync("DEL", config);

        answer.AssertSuccess();
        Assert.Equal("", answer.Stdout);
        Assert.Equal(["a Add", "b Add", "b Del", "a Del"], _host.Calls);
        Assert.All(_host.Records[2..], r => Assert.Equal(2, r.GetProperty("prevResult").GetProperty("interfaces").GetArrayLength()));
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Del_OfAChainWhoseTypesWereCalledOneByOne_ForgetsThoseToo()
    {
        var single = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "recorder", "id": "a", "record": "{{_host.Record}}"}""";
        (await _host.ServeAsync(_host.Request("ADD", single) with { As = "recorder" })).AssertSuccess();

        (await _host.ServeAsync("DEL", ChainFixture.Chain(_host.Recorder("a")))).AssertSuccess();

        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Del_WithPrevResultFromTheRuntime_UsesThatOne()
    {
        var config = ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\""));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        (await _host.ServeAsync("DEL", config[..^1] + """, "prevResult": {"interfaces": [{"name": "theirs"}]}}""")).AssertSuccess();

        Assert.Equal("theirs", _host.Records[1].GetProperty("prevResult").GetProperty("interfaces")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("0.2.0", false)]
    [InlineData("0.3.1", false)]
    [InlineData("0.4.0", true)]
    public async Task Del_BelowVersion040_ShowsExecutedPluginsNoPrevResult(string version, bool shown)
    {
        _host.Script("outside", $"cat > {_host.PathOf("stdin")}; echo '{{\"cniVersion\": \"{version}\", \"ip4\": {{\"ip\": \"10.0.0.5/8\"}}}}'");
        var config = ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\", " + Ipam()) + """, {"type": "outside"}""", version: version);
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        Assert.True(JsonElement.Parse(File.ReadAllText(_host.PathOf("stdin"))).TryGetProperty("prevResult", out _));

        (await _host.ServeAsync("DEL", config)).AssertSuccess();

        Assert.Equal(shown, JsonElement.Parse(File.ReadAllText(_host.PathOf("stdin"))).TryGetProperty("prevResult", out _));
        // What the host knows, a loaded plugin may know too.
        Assert.True(_host.Records[^1].TryGetProperty("prevResult", out _));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{\"type\": 5}")]
    public async Task Del_WithAnIpamSectionThatIsNone_SucceedsAsTheUndoDoes(string ipam)
    {
        var config = ChainFixture.Chain(_host.Recorder("a") + "," + _host.Recorder("b", $", \"ipam\": {ipam}"));

        (await _host.ServeAsync("ADD", config)).AssertError(7, "\"ipam");
        Assert.Empty(_host.JournalFiles);
        (await _host.ServeAsync("DEL", config)).AssertSuccess();

        Assert.Equal(["a Add", "b Del", "a Del", "b Del", "a Del"], _host.Calls);
    }

    [Fact]
    public async Task Del_WithoutAChainFromInsideAnotherOperation_DoesNotGoByTheJournal()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a")))).AssertSuccess();
        var request = _host.Request("DEL", """{"cniVersion": "1.0.0", "name": "podnet", "type": "bridge"}""");

        (await _host.ServeAsync(request with { Environment = new Dictionary<string, string> { ["CNICHAIN_EXECUTED"] = "cnichain" } }))
            .AssertError(7, "\"chain\" is missing");

        Assert.Equal(["a Add"], _host.Calls);
        (await _host.ServeAsync(request)).AssertSuccess();
        Assert.Equal(["a Add", "a Del"], _host.Calls);
    }

    [Fact]
    public async Task Del_Repeated_Succeeds()
    {
        var config = ChainFixture.Chain(_host.Recorder("a", ", " + Ipam()));

        (await _host.ServeAsync("DEL", config)).AssertSuccess();
        (await _host.ServeAsync("DEL", config)).AssertSuccess();

        Assert.False(_host.Records[1].TryGetProperty("prevResult", out _));
    }

    [Fact]
    public async Task Del_PastAFailure_GoesOnAndReportsTheFirst()
    {
        var plugins = _host.Recorder("a") + "," + Failing("one", 101) + "," + _host.Recorder("b") + "," + Failing("two", 102);

        var answer = await _host.ServeAsync("DEL", ChainFixture.Chain(plugins));

        answer.AssertError(102, "failing: two");
        Assert.Contains("failing: one", answer.Details, StringComparison.Ordinal);
        Assert.Equal(["b Del", "a Del"], _host.Calls);
    }

    [Fact]
    public async Task Del_WhileAStepFails_KeepsTheAddressUntilItSucceeds()
    {
        var busy = _host.PathOf("busy");
        var plugins = _host.Recorder("a", ", " + Ipam()) + "," + _host.Recorder("b", $", \"failDelWhile\": \"{busy}\"");
        var config = ChainFixture.Chain(plugins);
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        File.WriteAllText(busy, "");

        var first = await _host.ServeAsync("DEL", config);

        first.AssertError(11, "busy");
        Assert.Contains("keeps the address of podnet/c1/eth0", first.Stderr, StringComparison.Ordinal);
        Assert.True(File.Exists(_host.PathOf("pool")));
        Assert.Single(_host.JournalFiles);

        File.Delete(busy);
        (await _host.ServeAsync("DEL", config)).AssertSuccess();
        Assert.False(File.Exists(_host.PathOf("pool")));
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Del_WhenAStepBeforeTheIpamOneFails_KeepsTheAddressToo()
    {
        var plugins = Failing("first", 101) + "," + _host.Recorder("a", ", " + Ipam());
        File.WriteAllText(_host.PathOf("pool"), "c1");

        (await _host.ServeAsync("DEL", ChainFixture.Chain(plugins))).AssertError(101, "first");

        Assert.True(File.Exists(_host.PathOf("pool")));
    }

    [Fact]
    public async Task Del_WhoseReleaseFails_IsAnErrorAndKeepsTheJournal()
    {
        var config = ChainFixture.Chain(_host.Recorder("a", ", " + Ipam()));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        var answer = await _host.ServeAsync("DEL", config.Replace("\"failIn\": \"\"", "\"failIn\": \"Del\"", StringComparison.Ordinal));

        answer.AssertError(11, "addresses");
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task Del_WithAnExecutedIpamUser_LeavesItAloneOnceALaterStepFailed()
    {
        _host.Script("outside", $"echo ran >> {_host.PathOf("ran")}");
        var outside = """{"type": "outside", "ipam": {"type": "host-local"}}""";
        var without = """{"type": "outside"}""";

        var answer = await _host.ServeAsync("DEL", ChainFixture.Chain(outside + "," + Failing("last", 101)));

        answer.AssertError(101, "last");
        Assert.Contains("outside was not asked", answer.Details, StringComparison.Ordinal);
        Assert.False(File.Exists(_host.PathOf("ran")));

        await _host.ServeAsync("DEL", ChainFixture.Chain(without + "," + Failing("last", 101)));
        Assert.True(File.Exists(_host.PathOf("ran")), "without an ipam section there is nothing to hold back");
    }

    [Fact]
    public async Task Del_WhosePluginIsGone_ReportsItAndGoesOn()
    {
        var answer = await _host.ServeAsync("DEL", ChainFixture.Chain(_host.Recorder("a") + ", {\"type\": \"gone\"}, " + _host.Recorder("b")));

        answer.AssertError(7, "\"gone\"");
        Assert.Equal(["b Del", "a Del"], _host.Calls);
    }

    [Fact]
    public async Task Del_WhoseConflistIsGone_GoesByTheJournal()
    {
        var list = _host.PathOf("list");
        File.WriteAllText(list, $$"""{"name": "inner", "cniVersion": "1.0.0", "plugins": [{{_host.Recorder("a", ", " + Ipam())}}]}""");
        var config = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "conflist": "{{list}}"}""";
        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        File.Delete(list);

        (await _host.ServeAsync("DEL", config)).AssertSuccess();

        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.False(File.Exists(_host.PathOf("pool")));
        Assert.Empty(_host.JournalFiles);
        (await _host.ServeAsync("DEL", config)).AssertError(7, list);
    }

    [Fact]
    public async Task Del_OfAChainThatNamesOtherPluginsByNow_UndoesWhatAddRan()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a") + "," + _host.Recorder("b")))).AssertSuccess();

        (await _host.ServeAsync("DEL", ChainFixture.Chain(_host.Recorder("a")))).AssertSuccess();

        Assert.Equal(["a Add", "b Add", "b Del", "a Del"], _host.Calls);
    }

    private static string Failing(string message, int code) =>
        $$"""{"type": "failing", "failIn": ["DEL"], "code": {{code}}, "message": "failing: {{message}}"}""";

    private string Ipam() => $$""" "ipam": {"type": "addresses", "pool": "{{_host.PathOf("pool")}}", "failIn": ""}""";
}
