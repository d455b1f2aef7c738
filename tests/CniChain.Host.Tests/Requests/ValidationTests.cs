using System.Text;

namespace CniChain.Host.Tests.Requests;

public sealed class ValidationTests : IDisposable
{
    private readonly ChainFixture _host = new();

    private string Good => ChainFixture.Chain(_host.Recorder("a"));

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Command_Missing_IsCode4NamingTheVariable()
    {
        var answer = await _host.ServeAsync("", Good);

        answer.AssertError(4, "[CNI_COMMAND]");
    }

    [Theory]
    [InlineData("ADD", "[CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH]")]
    [InlineData("CHECK", "[CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH]")]
    [InlineData("DEL", "[CNI_CONTAINERID,CNI_IFNAME,CNI_PATH]")]
    [InlineData("GC", "[CNI_PATH]")]
    [InlineData("STATUS", "[CNI_PATH]")]
    public async Task Environment_Empty_NamesEveryMissingVariable(string command, string missing)
    {
        var request = new CniRequest { Command = command, HostNetns = _host.Node.Namespace, Config = Encoding.UTF8.GetBytes(Good) };

        (await _host.ServeAsync(request)).AssertError(4, missing);
    }

    [Theory]
    [InlineData("-abc")]
    [InlineData("a/b")]
    [InlineData("abc\n")]
    [InlineData("ähre")]
    public async Task ContainerId_NotValid_IsCode4BeforeMissingVariables(string id)
    {
        var request = _host.Request("ADD", Good) with { ContainerId = id, Path = "" };

        var answer = await _host.ServeAsync(request);

        answer.AssertError(4, "CNI_CONTAINERID", id);
        Assert.DoesNotContain("CNI_PATH", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sixteen-bytes-xx", "longer than 15 bytes")]
    [InlineData("..", "directory")]
    [InlineData("a/b", "'/'")]
    [InlineData("a b", "white space")]
    public async Task IfName_NotValid_IsCode4WithTheReason(string name, string reason)
    {
        (await _host.ServeAsync(_host.Request("ADD", Good) with { IfName = name })).AssertError(4, "CNI_IFNAME", reason);
    }

    [Fact]
    public async Task Attachment_OfStatus_IsNotLookedAt()
    {
        var config = ChainFixture.Chain(_host.Recorder("a"), version: "1.1.0");

        (await _host.ServeAsync(_host.Request("STATUS", config) with { ContainerId = "-", IfName = "/" })).AssertSuccess();
    }

    [Fact]
    public async Task Environment_Wrong_IsReportedBeforeStdin()
    {
        (await _host.ServeAsync(_host.Request("ADD", "not json") with { NetnsPath = "" })).AssertError(4, "[CNI_NETNS]");
    }

    [Fact]
    public async Task Stdin_Unreadable_IsCode5()
    {
        (await _host.ServeAsync(_host.Request("ADD", "") with { ConfigProblem = "stdin cannot be read: gone" })).AssertError(5, "gone");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"name\": 5}")]
    [InlineData("{\"name\": \"\\ud800\"}")]
    [InlineData("{\"name\": \"x\", \"cniVersion\": 1}")]
    public async Task Stdin_NotAConfiguration_IsCode6(string config)
    {
        (await _host.ServeAsync("ADD", config)).AssertError(6);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"name\": \"\"}")]
    [InlineData("{\"name\": \"-net\"}")]
    [InlineData("{\"name\": \"a b\"}")]
    public async Task Name_MissingOrNotValid_IsCode7(string config)
    {
        (await _host.ServeAsync("ADD", config)).AssertError(7, "\"name\"");
    }

    [Fact]
    public async Task Name_InAnotherCase_IsFound()
    {
        var config = Good.Replace("\"name\"", "\"NAME\"", StringComparison.Ordinal);

        (await _host.ServeAsync("ADD", config)).AssertSuccess();
    }

    [Theory]
    [InlineData("add")]
    [InlineData("FROB")]
    public async Task Command_Unknown_IsCode4AfterStdin(string command)
    {
        (await _host.ServeAsync(command, "{}")).AssertError(7);
        (await _host.ServeAsync(command, Good)).AssertError(4, command);
    }

    [Theory]
    [InlineData("ADD", "2.0.0", 1)]
    [InlineData("ADD", "banana", 1)]
    [InlineData("ADD", "1.0", 1)]
    [InlineData("DEL", "1.2.0", 1)]
    [InlineData("CHECK", "0.3.1", 1)]
    [InlineData("CHECK", "banana", 6)]
    [InlineData("CHECK", "1.2.0", 1)]
    [InlineData("STATUS", "1.0.0", 1)]
    [InlineData("STATUS", "1.x", 6)]
    [InlineData("GC", "1.0.0", 1)]
    public async Task Version_ThatTheVerbDoesNotAllow_HasItsCode(string command, string version, int code)
    {
        var answer = await _host.ServeAsync(command, ChainFixture.Chain(_host.Recorder("a"), version: version));

        answer.AssertError(code, version);
        Assert.Empty(_host.Calls);
    }

    [Fact]
    public async Task Version_Unsupported_NamesBothSidesInDetails()
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a"), version: "9.9.9"));

        Assert.Contains("9.9.9", answer.Details, StringComparison.Ordinal);
        Assert.Contains("0.1.0, 0.2.0, 0.3.0, 0.3.1, 0.4.0, 1.0.0, 1.1.0", answer.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"cniVersion\": \"0.4.0\"}", "0.4.0")]
    [InlineData("", "1.1.0")]
    [InlineData("nonsense", "1.1.0")]
    public async Task Version_Asked_ListsAllVersions(string config, string echoed)
    {
        var request = new CniRequest { Command = "VERSION", HostNetns = _host.Node.Namespace, Config = Encoding.UTF8.GetBytes(config) };

        var answer = await _host.ServeAsync(request);

        answer.AssertSuccess();
        Assert.Equal(
            $$"""{"cniVersion":"{{echoed}}","supportedVersions":["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]}""" + "\n",
            answer.Stdout);
    }

    [Fact]
    public async Task Args_NotPairs_AreCode4ForAddAndOverlookedByDel()
    {
        (await _host.ServeAsync(_host.Request("ADD", Good) with { Args = "IP" })).AssertError(4, "CNI_ARGS");
        (await _host.ServeAsync(_host.Request("DEL", Good) with { Args = "IP" })).AssertSuccess();
    }

    [Fact]
    public async Task Error_OfAKnownVersion_CarriesIt()
    {
        var answer = await _host.ServeAsync("ADD", "{\"cniVersion\": \"0.4.0\", \"name\": \"podnet\"}");

        Assert.Equal("0.4.0", answer.Json.GetProperty("cniVersion").GetString());
    }

    [Theory]
    [InlineData("9.9.9")]
    [InlineData("1.0")]
    [InlineData("banana")]
    public async Task Error_OfAVersionThatIsNone_CarriesNone(string version)
    {
        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a"), version: version));

        answer.AssertError(1, version);
        Assert.False(answer.Json.TryGetProperty("cniVersion", out _));
    }
}
