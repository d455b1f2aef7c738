using System.Text.Json;

namespace CniChain.Host.Tests.Configuration;

public sealed class DerivationTests : IDisposable
{
    private const string Ports = "\"runtimeConfig\": {\"portMappings\": [{\"hostPort\": 80}], \"ips\": [\"10.0.0.9/24\"]}";
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Config_Derived_HasNameVersionAndNoReservedKeys()
    {
        var plugin = _host.Recorder("a", """, "Name": "other", "CNIVERSION": "0.1.0", "cni.dev/x": 1, "capabilities": {}, "prevResult": {"ips": []}""");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(plugin))).AssertSuccess();

        var config = _host.Records[0].GetProperty("config");
        Assert.Equal("podnet", config.GetProperty("name").GetString());
        Assert.Equal("1.0.0", config.GetProperty("cniVersion").GetString());
        var names = config.EnumerateObject().Select(m => m.Name).ToArray();
        Assert.Equal(["cniVersion", "name", "type", "id", "record"], names);
    }

    [Fact]
    public async Task Config_UnknownKeys_ReachThePluginUntouched()
    {
        var plugin = _host.Recorder("a", """, "x": {"Deep": [1, 2.50, null, "ü<>"]}, "big": 12345678901234567890""");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(plugin))).AssertSuccess();

        var config = _host.Records[0].GetProperty("config");
        Assert.Equal("""{"Deep":[1,2.50,null,"ü<>"]}""", Compact(config.GetProperty("x")));
        Assert.Equal("12345678901234567890", config.GetProperty("big").GetRawText());
    }

    [Fact]
    public async Task RuntimeConfig_IsSharedOutByDeclaredCapabilities()
    {
        var plugins = _host.Recorder("a", """, "capabilities": {"portmappings": true, "ips": false}""") + "," + _host.Recorder("b");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(plugins, ", " + Ports))).AssertSuccess();

        var share = _host.Records[0].GetProperty("config").GetProperty("runtimeConfig");
        Assert.Equal("""{"portMappings":[{"hostPort":80}]}""", Compact(share));
        Assert.False(_host.Records[0].GetProperty("config").TryGetProperty("capabilities", out _));
        Assert.False(_host.Records[1].GetProperty("config").TryGetProperty("runtimeConfig", out _));
    }

    [Fact]
    public async Task RuntimeConfig_OfASplicedChain_PassesThroughItsOwnCapabilities()
    {
        var plugin = _host.Recorder("a", """, "capabilities": {"portMappings": true, "ips": true}""");
        var inner = $$"""{"type": "cnichain", "capabilities": {"ips": true}, "chain": [{{plugin}}]}""";

        (await _host.ServeAsync("ADD", ChainFixture.Chain(inner, ", " + Ports))).AssertSuccess();

        Assert.Equal("""{"ips":["10.0.0.9/24"]}""", Compact(_host.Records[0].GetProperty("config").GetProperty("runtimeConfig")));
    }

    [Fact]
    public async Task Args_OfTheEntry_GoToPluginsWithoutTheirOwn()
    {
        var plugins = _host.Recorder("a") + "," + _host.Recorder("b", """, "args": {"own": 1}""");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(plugins, """, "args": {"cni": {"ips": []}}"""))).AssertSuccess();

        Assert.Equal("""{"cni":{"ips":[]}}""", Compact(_host.Records[0].GetProperty("config").GetProperty("args")));
        Assert.Equal("""{"own":1}""", Compact(_host.Records[1].GetProperty("config").GetProperty("args")));
    }

    [Fact]
    public async Task PrevResult_FromOutside_GoesToTheFirstPlugin()
    {
        const string Outer = """, "prevResult": {"cniVersion": "1.0.0", "interfaces": [{"name": "net1"}]}""";

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"net2\""), Outer));

        answer.AssertSuccess();
        Assert.Equal("net1", _host.Records[0].GetProperty("prevResult").GetProperty("interfaces")[0].GetProperty("name").GetString());
        Assert.Equal(2, answer.Json.GetProperty("interfaces").GetArrayLength());
    }

    [Theory]
    [InlineData("{\"cniVersion\": \"0.4.0\"}")]
    [InlineData("{\"cniVersion\": \"5.0.0\"}")]
    [InlineData("[]")]
    [InlineData("{\"ips\": [{\"address\": \"x\"}]}")]
    public async Task PrevResult_NotReadable_IsCode6ForAddAndOverlookedByDel(string prevResult)
    {
        var config = ChainFixture.Chain(_host.Recorder("a"), $", \"prevResult\": {prevResult}");

        (await _host.ServeAsync("ADD", config)).AssertError(6, "prevResult");
        var del = await _host.ServeAsync("DEL", config);
        del.AssertSuccess();
        Assert.Contains("goes on without", del.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrevResult_BetweenPlugins_IsWrittenInTheConfigurationsVersion()
    {
        var plugins = _host.Recorder("a", ", \"adds\": \"eth0\"") + "," + _host.Recorder("b");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(plugins, version: "0.4.0"))).AssertSuccess();

        var prevResult = _host.Records[1].GetProperty("config").GetProperty("prevResult");
        Assert.Equal("0.4.0", prevResult.GetProperty("cniVersion").GetString());
        Assert.False(prevResult.GetProperty("interfaces")[0].TryGetProperty("mtu", out _));
    }

    [Fact]
    public async Task As_OneType_GetsItsConfigurationAsItCame()
    {
        var config = $$"""{"cniVersion": "1.0.0", "name": "podnet", "type": "recorder", "record": "{{_host.Record}}", "capabilities": {"x": true}, "runtimeConfig": {"x": 1}, "adds": "eth0"}""";

        var answer = await _host.ServeAsync(_host.Request("ADD", config) with { As = "recorder" });

        answer.AssertSuccess();
        var seen = _host.Records[0].GetProperty("config");
        Assert.Equal("""{"x":true}""", Compact(seen.GetProperty("capabilities")));
        Assert.Equal("""{"x":1}""", Compact(seen.GetProperty("runtimeConfig")));
        Assert.EndsWith("@recorder", Assert.Single(_host.JournalFiles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MinimumVersion_OfAPlugin_IsCode1()
    {
        var plugin = _host.CopyPlugin("recorder", "recorder-new");
        using var host = new ChainFixture(o => o with { ExtraPluginDirectories = [Path.GetDirectoryName(plugin)!] });

        (await host.ServeAsync("ADD", ChainFixture.Chain("{\"type\": \"recorder-new\"}", version: "0.4.0"))).AssertError(1, "recorder-new", "1.0.0");
    }

    private static string Compact(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
