namespace CniChain.Host.Tests.Chain;

public sealed class AddTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Add_OfAChain_PassesResultsAlongAndPrintsTheLast()
    {
        var plugins = _host.Recorder("a", ", \"adds\": \"veth1\"") + "," + _host.Recorder("b", ", \"adds\": \"eth0\"") + "," + _host.Recorder("c");

        var answer = await _host.ServeAsync(_host.Request("ADD", ChainFixture.Chain(plugins)) with { Args = "IgnoreUnknown=1;K8S_POD_NAME=x" });

        answer.AssertSuccess();
        Assert.Equal(["a Add", "b Add", "c Add"], _host.Calls);
        var interfaces = answer.Json.GetProperty("interfaces");
        Assert.Equal(["veth1", "eth0"], interfaces.EnumerateArray().Select(i => i.GetProperty("name").GetString()));
        Assert.Equal(_host.Container.Path, interfaces[1].GetProperty("sandbox").GetString());
        Assert.Equal("podnet/c1/eth0", _host.Records[0].GetProperty("attachment").GetString());
        Assert.Equal("IgnoreUnknown=1;K8S_POD_NAME=x", _host.Records[0].GetProperty("args").GetString());
        Assert.Equal("", answer.Stderr);
    }

    [Fact]
    public async Task Add_WithIpam_GetsAddressesWithoutInterfaces()
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", ", " + Ipam())));

        answer.AssertSuccess();
        Assert.Equal("10.9.0.2/24", answer.Json.GetProperty("ips")[0].GetProperty("address").GetString());
        Assert.False(answer.Json.GetProperty("ips")[0].TryGetProperty("interface", out _));
        Assert.False(answer.Json.TryGetProperty("interfaces", out _));
        Assert.Equal("c1", File.ReadAllText(_host.PathOf("pool")));
    }

    [Fact]
    public async Task Add_ThatFails_IsUndoneInReverseWithTheFirstError()
    {
        var plugins = _host.Recorder("a", ", \"adds\": \"eth0\", " + Ipam()) + "," + _host.Recorder("b") + "," + Failing("\"failIn\": [\"ADD\"], \"code\": 111, \"message\": \"failing: no\", \"details\": \"why\"")
            + "," + _host.Recorder("never");

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(plugins));

        answer.AssertError(111, "failing: no");
        Assert.Equal("why", answer.Details);
        Assert.Equal(["a Add", "b Add", "b Del", "a Del"], _host.Calls);
        Assert.Equal("eth0", _host.Records[2].GetProperty("prevResult").GetProperty("interfaces")[0].GetProperty("name").GetString());
        Assert.False(File.Exists(_host.PathOf("pool")));
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_WhoseUndoFails_SaysWhatIsLeftAndKeepsTheJournal()
    {
        var plugins = _host.Recorder("a", ", " + Ipam()) + "," + Failing("\"failIn\": [\"ADD\", \"DEL\"], \"message\": \"failing: stuck\"");

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(plugins));

        answer.AssertError(120, "failing: stuck");
        Assert.Contains("undo was not complete: failing: stuck", answer.Details, StringComparison.Ordinal);
        Assert.True(File.Exists(_host.PathOf("pool")), "the address must not go back while a step may still have state");
        Assert.Single(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_WhoseResultCannotBeWritten_IsUndone()
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\""), version: "0.2.0"));

        answer.AssertError(1, "0.2.0");
        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_WhoseResultFitsNoOldVersion_IsUndoneWhole()
    {
        // Layer 2 alone has no shape in 0.2.0, so already the second plugin cannot be shown it; nor may DEL need it.
        var config = ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\"") + "," + _host.Recorder("b"), version: "0.2.0");

        (await _host.ServeAsync("ADD", config)).AssertError(1, "without an address", "0.2.0");

        Assert.Equal(["a Add", "b Del", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Theory]
    [InlineData("recorder")]
    [InlineData("cnichain")]
    public async Task Ipam_ThatIsThePluginItself_EndsEveryVerb(string type)
    {
        var named = $"\"ipam.type\" is \"{type}\"";
        _host.Script("cnichain", "exit 1");
        var config = ChainFixture.Chain(
            _host.Recorder("a", $$""", "ipam": {"type": "{{type}}"}"""), ", \"cni.dev/valid-attachments\": [], \"prevResult\": {}", "1.1.0");

        (await _host.ServeAsync("ADD", config)).AssertError(7, named, "host-local");
        (await _host.ServeAsync("CHECK", config)).AssertError(7, named);
        (await _host.ServeAsync("STATUS", config)).AssertError(50, named);
        (await _host.ServeAsync("GC", config)).AssertSuccess();
        (await _host.ServeAsync("DEL", config)).AssertSuccess();
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Ipam_ThatAsksForAnIpamPlugin_HasNone()
    {
        // The recorder again, by its other type: called for addresses it sees its caller's configuration, which names it.
        var config = ChainFixture.Chain(_host.Recorder("a", """, "ipam": {"type": "recorder-new"}"""), version: "1.1.0");

        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        Assert.Equal(["a Add", "a Add"], _host.Calls);
    }

    [Fact]
    public async Task Add_OfAnUnknownType_TouchesNothing()
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a") + ", {\"type\": \"no-such-plugin\"}"));

        answer.AssertError(7, "\"no-such-plugin\"", _host.Options.PluginDirectory, _host.PathOf("cni-path"));
        Assert.Empty(_host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_WithAnUnknownIpam_TouchesNothing()
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"ipam\": {\"type\": \"no-such-ipam\"}")));

        answer.AssertError(7, "\"no-such-ipam\"");
        Assert.Empty(_host.Calls);
    }

    [Fact]
    public async Task Ipam_ThatFailsToAdd_IsSentDelBeforeItsCallerReturns()
    {
        _host.Script("pool", $"echo $CNI_COMMAND >> {_host.PathOf("log")}; [ $CNI_COMMAND = DEL ] || exit 1");

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", """, "ipam": {"type": "pool"}""")));

        answer.AssertError(999, "pool failed");
        // The second DEL is the one of the plugin that asked for the address, when the chain undoes it.
        Assert.Equal(["ADD", "DEL", "DEL"], File.ReadAllLines(_host.PathOf("log")));
    }

    [Fact]
    public async Task Add_Cancelled_IsUndoneAndCode11()
    {
        using var cancel = new CancellationTokenSource();
        var started = _host.PathOf("started");
        var plugins = _host.Recorder("a") + $$""", {"type": "endless", "started": "{{started}}"}""";
        var add = _host.ServeAsync("ADD", ChainFixture.Chain(plugins), cancel.Token);
        await Until(() => File.Exists(started));

        await cancel.CancelAsync();

        (await add).AssertError(11, "endless", "cancelled");
        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.False(File.Exists(started));
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_WhoseCallerHasGoneByItsEnd_IsUndone()
    {
        var request = _host.Request("ADD", ChainFixture.Chain(_host.Recorder("a"))) with { CallerHasGone = static () => true };

        (await _host.ServeAsync(request)).AssertError(11, "the caller has gone");

        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Theory]
    [InlineData("", 999, "plugin throwing: InvalidOperationException: first line second line")]
    [InlineData("busy", 11, "throwing: newlink eth0: Device or resource busy (EBUSY): the port is in use")]
    [InlineData("perm", 5, "Operation not permitted (EPERM)")]
    [InlineData("aggregate", 11, "throwing: inside an aggregate")]
    [InlineData("timeout", 11, "throwing: /x/.lock was locked")]
    [InlineData("memory", 11, "throwing: Unable to create a new thread.")]
    [InlineData("files", 11, "throwing: Too many open files : '/x'")]
    [InlineData("io", 5, "throwing: disk on fire")]
    [InlineData("cancelled", 999, "its own time is up")]
    public async Task Exception_OfAPlugin_BecomesACodeAndASentence(string thrown, int code, string message)
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain($$"""{"type": "throwing", "throws": "{{thrown}}"}"""));

        answer.AssertError(code, message);
    }

    [Theory]
    [InlineData("null", "returned no result")]
    [InlineData("no task", "null instead of a task")]
    [InlineData("bad index", "ips[0].interface 3")]
    [InlineData("nameless", "interfaces[0] without a name")]
    [InlineData("null address", "ips[0] without an address")]
    [InlineData("null list", "is null")]
    [InlineData("null dns list", "\"dns\"")]
    [InlineData("null route", "routes[0] without a destination")]
    [InlineData("aimless route", "routes[0] without a destination")]
    public async Task Result_ThatNoPluginMayReturn_IsAnErrorNamingIt(string returns, string fault)
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain($$"""{{_host.Recorder("a")}}, {"type": "nothing", "returns": "{{returns}}"}"""));

        answer.AssertError(999, "nothing", fault);
        Assert.Equal(["a Add", "a Del"], _host.Calls);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Add_Parallel_KeepsContainersApart()
    {
        var config = ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\"") + "," + _host.Recorder("b"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            _host.ServeAsync(_host.Request("ADD", config) with { ContainerId = $"c{i}" }))));

        Assert.All(answers, a => a.AssertSuccess());
        Assert.Equal(40, _host.JournalFiles.Length);
        Assert.Equal(80, _host.Calls.Length);
    }

    private static async Task Until(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(60), "waited a minute");
            await Task.Delay(5);
        }
    }

    private static string Failing(string members) => $$"""{"type": "failing", {{members}}}""";

    private string Ipam() => $$""" "ipam": {"type": "addresses", "pool": "{{_host.PathOf("pool")}}"}""";
}
