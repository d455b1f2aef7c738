using System.Text;
using System.Text.Json;

namespace CniChain.Host.Tests.Commands;

public sealed class CommandLineTests
{
    private const string Result =
        """
        { "cniVersion": "1.0.0", "interfaces": [ { "name": "cni0", "mac": "02:00:00:00:00:01" }, { "name": "eth0", "mac": "02:00:00:00:00:02", "sandbox": "/proc/7/ns/net" } ],
          "ips": [ { "interface": 1, "address": "10.88.0.5/16", "gateway": "10.88.0.1" }, { "interface": 1, "address": "fd00::5/64" } ],
          "routes": [ { "dst": "0.0.0.0/0" }, { "dst": "fd01::/16", "gw": "fd00::1" } ], "dns": { "nameservers": [ "10.88.0.1" ], "search": [ "a", "b" ] } }
        """;

    [Fact]
    public async Task Add_Options_BecomeTheRequest()
    {
        using var world = World();
        var exit = await world.RunAsync(
            "add", "podnet", "--pid", "7", "-p", "8080:80", "--ip", "10.88.0.5", "--ifname", "net1", "--id", "web", "--args", "K=v", "--cni-path", "/a:/b");
        Assert.Equal((0, ""), (exit, world.Error));
        var request = Assert.Single(world.Requests);
        Assert.Equal("ADD", request.Command);
        Assert.Equal("web", request.ContainerId);
        Assert.Equal("/proc/7/ns/net", request.NetnsPath);
        Assert.Equal("net1", request.IfName);
        Assert.Equal("K=v;IgnoreUnknown=1;IP=10.88.0.5", request.Args);
        Assert.Equal("/a:/b", request.Path);
        var config = JsonElement.Parse(request.Config.Span);
        Assert.Equal("podnet", config.GetProperty("name").GetString());
        Assert.Equal(8080, config.GetProperty("runtimeConfig").GetProperty("portMappings")[0].GetProperty("hostPort").GetInt32());
    }

    [Fact]
    public async Task Host_AtAPathTooLongForASocket_IsNamed()
    {
        using var world = World();
        world.Variables["CNICHAIN_SOCKET"] = "/run/" + new string('x', 120);

        Assert.Equal(1, await world.RunAsync("host", "status"));
        Assert.Contains("CNICHAIN_SOCKET", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_Variables_AreCnitools()
    {
        using var world = World();
        world.Variables["CNI_IFNAME"] = "net2";
        world.Variables["CNI_ARGS"] = "K=w";
        world.Variables["CNI_PATH"] = "/c";
        world.Variables["CAP_ARGS"] = """{"portMappings":[{"hostPort":1}]}""";
        Assert.Equal(0, await world.RunAsync("add", "podnet", "/var/run/netns/blue"));
        var request = Assert.Single(world.Requests);
        Assert.Equal(("net2", "K=w", "/c"), (request.IfName, request.Args, request.Path));
        Assert.Equal("cnitool-296747069b8a02dc4e2a", request.ContainerId);
        Assert.Contains("\"hostPort\":1", Encoding.UTF8.GetString(request.Config.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_NoTerminal_PrintsTheResultAsItIs()
    {
        using var world = World();
        world.Reply = new CniReply(0, Encoding.UTF8.GetBytes(Result));
        Assert.Equal(0, await world.RunAsync("add", "podnet", "7"));
        Assert.Equal(Result + Environment.NewLine, world.Output);
    }

    [Fact]
    public async Task Add_Terminal_PrintsTables()
    {
        using var world = World(terminal: true);
        world.Reply = new CniReply(0, Encoding.UTF8.GetBytes(Result));
        Assert.Equal(0, await world.RunAsync("add", "podnet", "7", "-p", "127.0.0.1:8080:80"));
        foreach (var text in (string[])["cni0", "eth0", "10.88.0.5/16", "fd00::5/64", "10.88.0.1", "fd01::/16", "127.0.0.1:8080/tcp", "10.88.0.5:80", "[fd00::5]:80", "a b"])
        {
            Assert.Contains(text, world.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failure_ForAPerson_IsOnStderrWithCodeAndDetails()
    {
        using var world = World();
        world.Reply = FakeWorld.Failure("""{ "code": 11, "msg": "pool 10.88.0.0/16 is exhausted", "details": "65533 leases" }""");
        Assert.Equal(1, await world.RunAsync("add", "podnet", "7"));
        Assert.Equal("", world.Output);
        Assert.Equal("error 11: pool 10.88.0.0/16 is exhausted\n65533 leases\n", world.Error);
    }

    [Fact]
    public async Task Failure_InATerminal_IsRed()
    {
        using var world = World(terminal: true);
        world.Variables["TERM"] = "xterm";
        world.Reply = FakeWorld.Failure("""{ "code": 11, "msg": "later" }""");
        Assert.Equal(1, await world.RunAsync("del", "podnet", "7"));
        Assert.Contains("error 11: later", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_WithJson_IsTheHostsOwnBytesOnStdout()
    {
        const string Json = """{ "cniVersion": "1.0.0", "code": 7, "msg": "no" }""";
        using var world = World();
        world.Reply = FakeWorld.Failure(Json);
        Assert.Equal(1, await world.RunAsync("check", "podnet", "7", "--json"));
        Assert.Equal(Json + Environment.NewLine, world.Output);
        Assert.Equal("", world.Error);
    }

    [Fact]
    public async Task Failure_OfTheCommandItself_WithJson_IsACniErrorToo()
    {
        using var world = World();
        Assert.Equal(1, await world.RunAsync("add", "nowhere", "7", "--json"));
        Assert.Equal(7, JsonElement.Parse(world.Output).GetProperty("code").GetInt32());
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("add podnet", "which container?")]
    [InlineData("add podnet 7 --pid 8", "give one of them")]
    [InlineData("del podnet --netns /x --pid 8", "give one of them")]
    [InlineData("del podnet", "--id")]
    [InlineData("add", "NETWORK")]
    [InlineData("frobnicate podnet", "there is no command frobnicate")]
    [InlineData("tarce", "did you mean trace?")]
    [InlineData("ps --jso", "ps has no option --jso; did you mean --json?")]
    [InlineData("gc podnet --dry-rn", "did you mean --dry-run?")]
    [InlineData("host", "host needs a command: status, stop, logs")]
    public async Task WrongUse_IsOneSentenceAndNoRequest(string line, string part)
    {
        using var world = World();
        Assert.Equal(1, await world.RunAsync(line.Split(' ')));
        Assert.Contains(part, world.Error + world.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("--cap-args", world.Error + world.Output, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task Del_OnlyId_HasNoNamespace()
    {
        using var world = World();
        Assert.Equal(0, await world.RunAsync("del", "podnet", "--id", "web"));
        var request = Assert.Single(world.Requests);
        Assert.Equal(("DEL", "web", ""), (request.Command, request.ContainerId, request.NetnsPath));
    }

    [Fact]
    public async Task Del_PortsTheNetworkNeverTook_AreNoError()
    {
        using var world = World();
        world.Folder.Write("20.conflist", """{ "cniVersion": "1.0.0", "name": "plain", "plugins": [ { "type": "bridge" } ] }""");
        Assert.Equal(0, await world.RunAsync("del", "plain", "7", "-p", "8080:80"));
        Assert.Single(world.Requests);
    }

    [Fact]
    public async Task Check_DisabledByTheList_AsksNobody()
    {
        using var world = World();
        world.Folder.Write("20.conflist", """{ "cniVersion": "1.0.0", "name": "off", "disableCheck": "TRUE", "plugins": [ { "type": "bridge" } ] }""");
        Assert.Equal(0, await world.RunAsync("check", "off", "7"));
        Assert.Empty(world.Requests);
        Assert.Contains("disableCheck", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OlderList_IsAskedInTheVersionThatHasStatus()
    {
        using var world = World();
        Assert.Equal(0, await world.RunAsync("status", "podnet"));
        Assert.Equal("OK\n", world.Output);
        var request = Assert.Single(world.Requests);
        Assert.Equal("1.1.0", JsonElement.Parse(request.Config.Span).GetProperty("cniVersion").GetString());
        Assert.Equal(CniVersion.V1_0_0, request.PluginVersion);
    }

    [Fact]
    public async Task Version_NamesProductAndProtocol()
    {
        using var world = World();
        Assert.Equal(0, await world.RunAsync("version", "--json"));
        var json = JsonElement.Parse(world.Output);
        Assert.Equal("0.1.0", json.GetProperty("version").GetString());
        Assert.Equal(7, json.GetProperty("supportedVersions").GetArrayLength());
    }

    [Theory]
    [InlineData("cnichain add po", "podnet")]
    [InlineData("cnichain st", "status")]
    [InlineData("cnichain add podnet 7 --pub", "--publish")]
    public async Task Completion_OffersWhatFits(string line, string word)
    {
        using var world = World();
        Assert.Equal(0, await world.RunAsync($"[suggest:{line.Length}]", line));
        Assert.Contains(word, world.Output.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete ")]
    public async Task Completion_OfAShell_IsItsScript(string shell, string part)
    {
        using var world = World();
        Assert.Equal(0, await world.RunAsync("completion", shell));
        Assert.Contains(part, world.Output, StringComparison.Ordinal);
    }

    private static FakeWorld World(bool terminal = false)
    {
        var world = new FakeWorld { IsTerminal = terminal };
        world.Folder.Write(
            "10.conflist",
            """
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [
              { "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [ { "type": "bridge" } ] } ] }
            """);
        return world;
    }
}
