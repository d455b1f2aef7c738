namespace CniChain.Host.Tests.Configuration;

public sealed class ChainReaderTests : IDisposable
{
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("", "\"chain\" is missing", "conflist")]
    [InlineData(", \"chain\": [], \"conflist\": \"/x\"", "both given", "conflist")]
    [InlineData(", \"chain\": []", "\"chain\" is []", "at least one plugin")]
    [InlineData(", \"chain\": {}", "\"chain\" is {}", "list")]
    [InlineData(", \"chain\": [5]", "\"chain[0]\" is 5", "object")]
    [InlineData(", \"chain\": [{\"type\": \"recorder\"}, {}]", "\"chain[1].type\" is missing", "bridge")]
    [InlineData(", \"chain\": [{\"type\": \"../x\"}]", "\"chain[0].type\" is \"../x\"", "without '/'")]
    [InlineData(", \"chain\": [{\"type\": \"cnichain\"}]", "\"chain[0].chain\" is missing", "conflist")]
    [InlineData(", \"conflist\": \"relative\"", "\"conflist\" is \"relative\"", "absolute")]
    [InlineData(", \"conflist\": \"/no/such/file\"", "\"conflist\"", "/no/such")]
    public async Task Chain_NotUsable_IsCode7NamingTheKey(string members, string problem, string advice)
    {
        var config = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "cnichain"{{members}}}""";

        (await _host.ServeAsync("ADD", config)).AssertError(7, problem, advice);
    }

    [Fact]
    public async Task Chain_WithCniChainInside_IsSpliced()
    {
        var inner = $$"""{"type": "cnichain", "chain": [{{_host.Recorder("b")}}, {{_host.Recorder("c")}}]}""";

        (await _host.ServeAsync("ADD", ChainFixture.Chain($"{_host.Recorder("a")}, {inner}, {_host.Recorder("d")}"))).AssertSuccess();

        Assert.Equal(["a Add", "b Add", "c Add", "d Add"], _host.Calls);
    }

    [Fact]
    public async Task Conflist_ThatNamesItself_IsRefused()
    {
        var path = Conflist($$"""{"name": "podnet", "cniVersion": "1.0.0", "plugins": [{"type": "cnichain", "conflist": "{{_host.PathOf("list")}}"}]}""");

        (await _host.ServeAsync("ADD", Naming(path))).AssertError(7, "deeper than 8");
    }

    [Fact]
    public async Task Conflist_Standard_IsTakenAsItIs()
    {
        var path = Conflist($$"""{"name": "inner", "cniVersion": "0.4.0", "plugins": [{{_host.Recorder("a", ", \"adds\": \"eth0\"")}}, {{_host.Recorder("b")}}]}""");

        var answer = await _host.ServeAsync("ADD", Naming(path));

        answer.AssertSuccess();
        Assert.Equal("1.0.0", answer.Json.GetProperty("cniVersion").GetString());
        var config = _host.Records[1].GetProperty("config");
        Assert.Equal("inner", config.GetProperty("name").GetString());
        Assert.Equal("0.4.0", config.GetProperty("cniVersion").GetString());
        Assert.Equal("0.4.0", config.GetProperty("prevResult").GetProperty("cniVersion").GetString());
        Assert.Equal("inner/c1/eth0", _host.Records[1].GetProperty("attachment").GetString());
    }

    [Theory]
    [InlineData("\"cniVersion\": \"0.4.0\", \"cniVersions\": [\"0.3.1\", \"1.0.0\", \"7.0.0\"]", "1.0.0")]
    [InlineData("\"cniVersion\": \"1.1.0\", \"cniVersions\": [\"0.3.1\"]", "1.1.0")]
    [InlineData("\"cniVersions\": [\"0.3.1\"]", "0.3.1")]
    public async Task Conflist_WithSeveralVersions_TakesTheHighestSupported(string versions, string chosen)
    {
        var path = Conflist($$"""{"name": "inner", {{versions}}, "plugins": [{{_host.Recorder("a", ", \"adds\": \"eth0\"")}}]}""");

        (await _host.ServeAsync("ADD", Naming(path))).AssertSuccess();

        Assert.Equal(chosen, _host.Records[0].GetProperty("config").GetProperty("cniVersion").GetString());
    }

    [Theory]
    [InlineData("{", 7, "not JSON")]
    [InlineData("[]", 7, "not an object")]
    [InlineData("{\"name\": \"x\", \"plugins\": []}", 7, "at least one plugin")]
    [InlineData("{\"name\": \"x\"}", 7, "no plugin")]
    [InlineData("{\"name\": \"x\", \"loadOnlyInlinedPlugins\": true}", 7, "loadOnlyInlinedPlugins")]
    [InlineData("{\"name\": \"\", \"plugins\": [{\"type\": \"x\"}]}", 7, "\"name\"")]
    [InlineData("{\"name\": \"x\", \"cniVersion\": \"3.0.0\", \"plugins\": [{\"type\": \"x\"}]}", 1, "3.0.0")]
    [InlineData("{\"name\": \"x\", \"cniVersions\": \"1.0.0\", \"plugins\": [{\"type\": \"x\"}]}", 7, "cniVersions")]
    [InlineData("{\"name\": \"x\", \"cniVersions\": [1], \"plugins\": [{\"type\": \"x\"}]}", 7, "cniVersions")]
    [InlineData("{\"name\": \"x\", \"cniVersions\": [\"1.x\"], \"plugins\": [{\"type\": \"x\"}]}", 7, "cniVersions")]
    [InlineData("{\"name\": \"x\", \"cniVersion\": \"7.0.0\", \"cniVersions\": [\"8.0.0\"], \"plugins\": [{\"type\": \"x\"}]}", 1, "7.0.0")]
    public async Task Conflist_NotUsable_NamesFileAndFault(string content, int code, string fault)
    {
        var path = Conflist(content);

        (await _host.ServeAsync("ADD", Naming(path))).AssertError(code, path, fault);
    }

    [Fact]
    public async Task Conflist_WithAFolderBesideIt_GetsItsPluginsInOrder()
    {
        Directory.CreateDirectory(_host.PathOf("inner"));
        File.WriteAllText(_host.PathOf("inner/20.conf"), _host.Recorder("last"));
        File.WriteAllText(_host.PathOf("inner/10.conf"), _host.Recorder("second"));
        File.WriteAllText(_host.PathOf("inner/30.txt"), "not a plugin");
        var path = Conflist($$"""{"name": "inner", "cniVersion": "1.0.0", "plugins": [{{_host.Recorder("first")}}]}""");

        (await _host.ServeAsync("ADD", Naming(path))).AssertSuccess();

        Assert.Equal(["first Add", "second Add", "last Add"], _host.Calls);
    }

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{\"id\": \"a\"}", "type\" is missing")]
    [InlineData("{\"type\": \"../x\"}", "\"../x\"")]
    [InlineData("{\"type\": 5}", "is 5")]
    public async Task Conflist_WithAFileBesideItThatIsNoPlugin_NamesThatFile(string content, string fault)
    {
        Directory.CreateDirectory(_host.PathOf("inner"));
        File.WriteAllText(_host.PathOf("inner/10.conf"), content);
        var path = Conflist($$"""{"name": "inner", "cniVersion": "1.0.0", "plugins": [{{_host.Recorder("first")}}]}""");

        (await _host.ServeAsync("ADD", Naming(path))).AssertError(7, _host.PathOf("inner/10.conf"), fault);
        Assert.Empty(_host.Calls);
    }

    [Fact]
    public async Task Conflist_WithPluginsInItsFolderOnly_RunsThose()
    {
        Directory.CreateDirectory(_host.PathOf("inner"));
        File.WriteAllText(_host.PathOf("inner/10.conf"), _host.Recorder("only"));

        (await _host.ServeAsync("ADD", Naming(Conflist("""{"name": "inner", "cniVersion": "1.0.0", "loadOnlyInlinedPlugins": "FALSE"}""")))).AssertSuccess();

        Assert.Equal(["only Add"], _host.Calls);
    }

    [Fact]
    public async Task Conflist_WithLoadOnlyInlinedPlugins_LeavesTheFolder()
    {
        Directory.CreateDirectory(_host.PathOf("inner"));
        File.WriteAllText(_host.PathOf("inner/10.conf"), _host.Recorder("second"));
        var path = Conflist($$"""{"name": "inner", "cniVersion": "1.0.0", "loadOnlyInlinedPlugins": "True", "plugins": [{{_host.Recorder("first")}}]}""");

        (await _host.ServeAsync("ADD", Naming(path))).AssertSuccess();

        Assert.Equal(["first Add"], _host.Calls);
    }

    [Fact]
    public async Task Conflist_ThatOthersCanWrite_IsRefused()
    {
        var path = Conflist($$"""{"name": "inner", "cniVersion": "1.0.0", "plugins": [{{_host.Recorder("a")}}]}""");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("646", 8));

        (await _host.ServeAsync("ADD", Naming(path))).AssertError(7, "written by everybody", path);
    }

    [Fact]
    public async Task Conflist_InAFolderThatOthersCanWrite_IsRefused()
    {
        var folder = Directory.CreateDirectory(_host.PathOf("open"));
        File.WriteAllText(Path.Combine(folder.FullName, "list"), $$"""{"name": "inner", "plugins": [{{_host.Recorder("a")}}]}""");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)Convert.ToInt32("757", 8));

        (await _host.ServeAsync("ADD", Naming(Path.Combine(folder.FullName, "list")))).AssertError(7, "written by everybody");
    }

    [Theory]
    [InlineData(1000u, 0u, 0x81A4u, "user 1000")]
    [InlineData(0u, 1000u, 0x81B4u, "group 1000")]
    [InlineData(0u, 0u, 0x81B4u, null)]
    [InlineData(0u, 0u, 0x81A6u, "everybody")]
    [InlineData(0u, 1000u, 0x81A4u, null)]
    public void Trust_ByOwnerAndMode_ExplainsWhoCouldWrite(uint owner, uint group, uint mode, string? problem)
    {
        var explained = FileTrust.Explain(owner, group, mode, self: 0);

        Assert.Equal(problem is null, explained is null);
        Assert.Contains(problem ?? "", explained ?? "", StringComparison.Ordinal);
    }

    private static string Naming(string path) => $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "conflist": "{{path}}"}""";

    private string Conflist(string content)
    {
        File.WriteAllText(_host.PathOf("list"), content);
        return _host.PathOf("list");
    }
}
