namespace CniChain.Host.Tests.Chain;

public sealed class CheckStatusGcTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Check_RunsForwardWithTheFinalResult()
    {
        var config = ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\"") + "," + _host.Recorder("b"));
        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        var answer = await _host.ServeAsync("CHECK", config);

        answer.AssertSuccess();
        Assert.Equal("", answer.Stdout);
        Assert.Equal(["a Add", "b Add", "a Check", "b Check"], _host.Calls);
        Assert.All(_host.Records[2..], r => Assert.Equal(1, r.GetProperty("prevResult").GetProperty("interfaces").GetArrayLength()));
    }

    [Fact]
    public async Task Check_WithoutAnyResult_IsCode7()
    {
        (await _host.ServeAsync("CHECK", ChainFixture.Chain(_host.Recorder("a")))).AssertError(7, "prevResult", "podnet/c1/eth0");
    }

    [Fact]
    public async Task Check_StopsAtTheFirstFailure()
    {
        var plugins = Failing("CHECK", 103) + "," + _host.Recorder("b");

        (await _host.ServeAsync("CHECK", ChainFixture.Chain(plugins, ", \"prevResult\": {}"))).AssertError(103);
        Assert.Empty(_host.Calls);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"TRUE\"")]
    public async Task Check_Disabled_DoesNothing(string value)
    {
        (await _host.ServeAsync("CHECK", ChainFixture.Chain(_host.Recorder("a"), $", \"disableCheck\": {value}"))).AssertSuccess();
        Assert.Empty(_host.Calls);
    }

    [Fact]
    public async Task Flag_ThatIsNone_IsCode7()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a"), ", \"disableCheck\": 1"))).AssertError(7, "\"disableCheck\" is 1");
    }

    [Theory]
    [InlineData(50)]
    [InlineData(51)]
    [InlineData(11)]
    public async Task Status_FirstFailure_KeepsItsCode(int code)
    {
        var plugins = _host.Recorder("a") + "," + Failing("STATUS", code) + "," + _host.Recorder("b");

        (await _host.ServeAsync("STATUS", ChainFixture.Chain(plugins, version: "1.1.0"))).AssertError(code, "failing");
        Assert.Equal(["a Status"], _host.Calls);
        Assert.Equal("null", _host.Records[0].GetProperty("attachment").GetRawText());
    }

    [Fact]
    public async Task Status_AsksTheIpamPluginByDefault()
    {
        var plugins = _host.Recorder("a", $$""", "ipam": {"type": "addresses", "pool": "{{_host.PathOf("pool")}}", "failIn": "Status"}""");

        (await _host.ServeAsync("STATUS", ChainFixture.Chain(plugins, version: "1.1.0"))).AssertError(11, "addresses");
    }

    [Theory]
    [InlineData("{\"type\": \"no-such\"}", "\"no-such\"")]
    [InlineData("", "\"chain\" is []")]
    public async Task Status_OfAChainThatCannotRun_IsCode50(string plugins, string fault)
    {
        (await _host.ServeAsync("STATUS", ChainFixture.Chain(plugins, version: "1.1.0"))).AssertError(50, fault);
    }

    [Theory]
    [InlineData("{\"type\": \"broken\"}")]
    [InlineData("{\"type\": \"recorder\", \"ipam\": {\"type\": \"broken\"}}")]
    public async Task Status_OfAPluginThatDoesNotLoad_IsCode50(string plugin)
    {
        using var host = new ChainFixture(o => o with { ExtraPluginDirectories = [_host.PathOf("plugins")] });
        File.WriteAllText(Path.Combine(_host.CopyPlugin("nothing", "broken"), "Nothing.dll"), "no assembly");

        (await host.ServeAsync("STATUS", ChainFixture.Chain(plugin, version: "1.1.0"))).AssertError(50, "Nothing.dll");
    }

    [Theory]
    [InlineData("CHECK")]
    [InlineData("DEL")]
    [InlineData("STATUS")]
    [InlineData("GC")]
    public async Task Verb_WithoutResult_PrintsNothing(string verb)
    {
        var config = Gc(", \"cni.dev/valid-attachments\": [{\"containerID\": \"c1\", \"ifname\": \"eth0\"}]");
        (await _host.ServeAsync("ADD", config)).AssertSuccess();

        var answer = await _host.ServeAsync(verb, config);

        answer.AssertSuccess();
        Assert.Equal("", answer.Stdout);
    }

    [Fact]
    public async Task Status_KernelErrors_AreCode50()
    {
        (await _host.ServeAsync("STATUS", ChainFixture.Chain("{\"type\": \"throwing\", \"throws\": \"perm\"}", version: "1.1.0")))
            .AssertError(50, "EPERM");
    }

    [Fact]
    public async Task Status_WithAnUndeclaredCapability_SaysSo()
    {
        var plugin = _host.Recorder("a", """, "capabilities": {"portMappings": true, "ips": true}""");
        var config = ChainFixture.Chain(plugin, """, "capabilities": {"IPS": true}""", "1.1.0");

        var answer = await _host.ServeAsync("STATUS", config);

        answer.AssertSuccess();
        Assert.Contains("recorder asks for the capability \"portMappings\"", answer.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ips\"", answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gc_WithoutAList_IsRefused()
    {
        (await _host.ServeAsync("GC", Gc(""))).AssertError(7, "cni.dev/valid-attachments", "empty list");
        Assert.Empty(_host.Calls);
    }

    [Theory]
    [InlineData("\"cni.dev/valid-attachments\": {}")]
    [InlineData("\"cni.dev/valid-attachments\": [{\"containerID\": \"c1\"}]")]
    public async Task Gc_WithAListThatIsNone_IsRefused(string list)
    {
        (await _host.ServeAsync("GC", Gc(", " + list))).AssertError(7, "valid-attachments");
        Assert.Empty(_host.Calls);
    }

    [Theory]
    [InlineData("cni.dev/valid-attachments")]
    [InlineData("cni.dev/attachments")]
    public async Task Gc_WithEitherSpelling_HandsOnTheListUnderBoth(string key)
    {
        (await _host.ServeAsync("GC", Gc($$""", "{{key}}": [{"containerID": "c1", "ifname": "eth0"}]"""))).AssertSuccess();

        var record = Assert.Single(_host.Records);
        Assert.Equal("podnet/c1/eth0", record.GetProperty("valid").GetString());
        foreach (var name in (string[])["cni.dev/valid-attachments", "cni.dev/attachments"])
        {
            Assert.Equal("c1", record.GetProperty("config").GetProperty(name)[0].GetProperty("containerID").GetString());
        }
    }

    [Fact]
    public async Task Gc_OfStaleAttachments_RemovesThemAndKeepsTheOthers()
    {
        var config = Gc("");
        await _host.ServeAsync(_host.Request("ADD", config) with { ContainerId = "old" });
        await _host.ServeAsync(_host.Request("ADD", config) with { ContainerId = "new" });
        await _host.ServeAsync(_host.Request("ADD", config.Replace("podnet", "othernet", StringComparison.Ordinal)) with { ContainerId = "old" });

        (await _host.ServeAsync("GC", Gc(""", "cni.dev/valid-attachments": [{"containerID": "new", "ifname": "eth0"}]"""))).AssertSuccess();

        Assert.Equal(["a Add", "a Add", "a Add", "a Del", "a Gc"], _host.Calls);
        Assert.Equal("podnet/old/eth0", _host.Records[3].GetProperty("attachment").GetString());
        Assert.Equal(["othernet@old@eth0", "podnet@new@eth0"], _host.JournalFiles.Select(f => Path.GetFileName(f)).Order());
    }

    [Fact]
    public async Task Gc_OfAChain_RemovesWhatItsTypesLeftWhenCalledOneByOne_InReverse()
    {
        await AddAsAsync("recorder", "first", "old");
        await AddAsAsync("recorder-new", "second", "old");
        await AddAsAsync("recorder", "third", "new");

        (await _host.ServeAsync("GC", Gc(""", "cni.dev/valid-attachments": [{"containerID": "new", "ifname": "eth0"}]"""))).AssertSuccess();

        Assert.Equal(["second Del", "first Del", "a Gc"], _host.Calls[3..]);
        Assert.Equal(["podnet@new@eth0@recorder"], _host.JournalFiles.Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public async Task Gc_OfOneType_LeavesTheEntriesOfOthers()
    {
        await AddAsAsync("recorder", "first", "old");
        await AddAsAsync("recorder-new", "second", "old");
        var config = $$"""{"cniVersion": "1.1.0", "name": "podnet", "cni.dev/valid-attachments": [], "type": "recorder", "id": "a", "record": "{{_host.Record}}"}""";

        (await _host.ServeAsync(_host.Request("GC", config) with { As = "recorder" })).AssertSuccess();

        Assert.Equal(["podnet@old@eth0@recorder-new"], _host.JournalFiles.Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public async Task Gc_GoesOnPastFailuresAndReportsAll()
    {
        var plugins = Failing("GC", 101, "one") + "," + Failing("GC", 102, "two") + "," + _host.Recorder("last");

        var answer = await _host.ServeAsync("GC", ChainFixture.Chain(plugins, ", \"cni.dev/valid-attachments\": []", "1.1.0"));

        answer.AssertError(101, "one");
        Assert.Contains("two", answer.Details, StringComparison.Ordinal);
        Assert.Equal(["last Gc"], _host.Calls);
    }

    [Fact]
    public async Task Gc_Disabled_DoesNothing()
    {
        (await _host.ServeAsync("GC", Gc(", \"disableGC\": true, \"cni.dev/valid-attachments\": []"))).AssertSuccess();
        Assert.Empty(_host.Calls);
    }

    private static string Failing(string verb, int code, string message = "no") =>
        $$"""{"type": "failing", "failIn": ["{{verb}}"], "code": {{code}}, "message": "failing: {{message}}"}""";

    /// <summary>As a runtime does whose list names the type: cnichain is called by that name.</summary>
    private async Task AddAsAsync(string type, string id, string container)
    {
        var config = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "{{type}}", "id": "{{id}}", "record": "{{_host.Record}}"}""";
        (await _host.ServeAsync(_host.Request("ADD", config) with { As = type, ContainerId = container })).AssertSuccess();
    }

    private string Gc(string more) => ChainFixture.Chain(_host.Recorder("a"), more, "1.1.0");
}
