using System.Text.Json;

namespace CniChain.Host.Tests.Chain;

public sealed class RepairTests : IDisposable
{
    private const string Result = """{ "cniVersion": "1.0.0", "interfaces": [], "ips": [] }""";

    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Executable_WhoseCheckFails_IsNotRepairable()
    {
        _host.Script("firewall-like", $$"""
            case $CNI_COMMAND in
              ADD) echo '{{Result}}' ;;
              CHECK) echo '{ "cniVersion": "1.0.0", "code": 104, "msg": "the rule is gone" }'; exit 1 ;;
            esac
            """);
        (await _host.ServeAsync("ADD", ChainFixture.Chain("""{ "type": "firewall-like" }"""))).AssertSuccess();

        var finding = Assert.Single(await RepairAsync());

        Assert.Equal("not repairable", finding.GetProperty("outcome").GetString());
        Assert.Contains("the rule is gone", finding.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Contains("executed", finding.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executable_OfAVersionWithoutCheck_IsNotAsked()
    {
        var asked = _host.PathOf("asked");
        _host.Script("old", $"[ $CNI_COMMAND != CHECK ] || touch {asked}\n[ $CNI_COMMAND != ADD ] || echo '{{ \"cniVersion\": \"0.3.1\" }}'");
        (await _host.ServeAsync("ADD", ChainFixture.Chain("""{ "type": "old" }""", version: "0.3.1"))).AssertSuccess();

        Assert.Empty(await RepairAsync());
        Assert.False(File.Exists(asked));
    }

    [Fact]
    public async Task AttachmentWhoseAddDidNotEnd_IsPassedOver()
    {
        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"eth0\"")))).AssertSuccess();
        var file = Assert.Single(_host.JournalFiles);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"done\"", "\"adding\"", StringComparison.Ordinal));

        Assert.Empty(await RepairAsync());
        Assert.Equal(["a Add"], _host.Calls);
    }

    private async Task<JsonElement[]> RepairAsync()
    {
        var request = _host.Request("REPAIR", """{ "cniVersion": "1.1.0", "name": "podnet" }""") with { ContainerId = "", NetnsPath = "", IfName = "" };
        var answer = await _host.ServeAsync(request);
        answer.AssertSuccess();
        return [.. JsonElement.Parse(answer.Stdout).EnumerateArray()];
    }
}
