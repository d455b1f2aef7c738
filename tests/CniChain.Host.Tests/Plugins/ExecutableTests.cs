using System.Text.Json;

namespace CniChain.Host.Tests.Plugins;

public sealed class ExecutableTests : IDisposable
{
    private const string Chained = "{\"type\": \"outside\"}";
    private readonly ChainFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Executable_IsRunAsARuntimeWould()
    {
        _host.Script("outside", $"env > {_host.PathOf("env")}; cat > {_host.PathOf("stdin")}; echo '{{\"cniVersion\": \"1.0.0\", \"interfaces\": [{{\"name\": \"eth0\"}}]}}'");
        var request = _host.Request("ADD", ChainFixture.Chain(_host.Recorder("a", ", \"adds\": \"veth1\"") + """, {"type": "outside", "key": [1]}""")) with
        {
            Args = "IgnoreUnknown=1",
            Environment = new Dictionary<string, string> { ["MINE"] = "kept", ["CNI_COMMAND"] = "stale", ["CNI_PATH"] = "stale" },
        };

        var answer = await _host.ServeAsync(request);

        answer.AssertSuccess();
        Assert.Equal("eth0", answer.Json.GetProperty("interfaces")[0].GetProperty("name").GetString());
        var environment = File.ReadAllLines(_host.PathOf("env"));
        foreach (var line in (string[])["CNI_COMMAND=ADD", "CNI_CONTAINERID=c1", "CNI_IFNAME=eth0", $"CNI_NETNS={_host.Container.Path}", "CNI_ARGS=IgnoreUnknown=1", $"CNI_PATH={request.Path}", "MINE=kept"])
        {
            Assert.Contains(line, environment);
        }

        var stdin = JsonElement.Parse(File.ReadAllText(_host.PathOf("stdin")));
        Assert.Equal("podnet", stdin.GetProperty("name").GetString());
        Assert.Equal("veth1", stdin.GetProperty("prevResult").GetProperty("interfaces")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Executable_IsTheFirstRegularFileInCniPath()
    {
        _host.Script("outside", "echo '{\"interfaces\": [{\"name\": \"right\"}]}'");
        var folders = new[] { "a", "b", "c" }.Select(f => Directory.CreateDirectory(_host.PathOf(f)).FullName).ToArray();
        Directory.CreateDirectory(Path.Combine(folders[0], "outside"));
        _host.Node.Exec($"mkfifo {folders[1]}/outside");
        File.CreateSymbolicLink(Path.Combine(folders[2], "outside"), _host.PathOf("cni-path/outside"));
        var request = _host.Request("ADD", ChainFixture.Chain(Chained)) with { Path = $":{string.Join(':', folders)}:/nowhere" };

        var answer = await _host.ServeAsync(request);

        answer.AssertSuccess();
        Assert.Equal("right", answer.Json.GetProperty("interfaces")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Executable_RunsInTheRuntimesNamespace()
    {
        _host.Node.Exec("ip link add marker type bridge");
        _host.Script("outside", $"ip -o link > {_host.PathOf("links")}; echo '{{}}'");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(Chained))).AssertSuccess();

        Assert.Contains("marker", File.ReadAllText(_host.PathOf("links")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executable_WithoutAttachment_GetsNoAttachmentVariables()
    {
        _host.Script("outside", $"env > {_host.PathOf("env")}");
        var request = _host.Request("STATUS", ChainFixture.Chain(Chained, version: "1.1.0")) with
        {
            Environment = new Dictionary<string, string> { ["CNI_NETNS"] = "/stale", ["CNI_CONTAINERID"] = "stale" },
        };

        (await _host.ServeAsync(request)).AssertSuccess();

        var environment = File.ReadAllText(_host.PathOf("env"));
        Assert.Contains("CNI_COMMAND=STATUS", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("stale", environment, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo '{\"code\": 107, \"msg\": \"no\", \"details\": \"why\"}'; exit 1", 107, "no")]
    [InlineData("echo '{\"interfaces\": []}{\"code\": 8, \"msg\": \"same netns\"}'; exit 1", 8, "same netns")]
    [InlineData("exit 3", 999, "failed with no error message (exit status 3)")]
    [InlineData("echo 'it broke' >&2; exit 1", 999, "\"it broke\"")]
    [InlineData("echo gibberish; exit 1", 999, "printed \"gibberish\"")]
    [InlineData("kill -9 $$", 999, "exit status 137")]
    [InlineData("echo '[1]'; exit 1", 999, "[1]")]
    [InlineData("exit 0", 6, "printed no result")]
    [InlineData("echo gibberish", 6, "printed no JSON result")]
    [InlineData("echo '{\"cniVersion\": \"7.0.0\"}'", 1, "7.0.0")]
    [InlineData("echo '{\"ips\": [{\"address\": \"10.1.0.2/24\", \"interface\": 4}]}'", 999, "ips[0].interface 4")]
    public async Task Failure_OfAnExecutable_HasItsShape(string body, int code, string text)
    {
        _host.Script("outside", "[ $CNI_COMMAND = DEL ] && exit 0\n" + body);

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(Chained));

        answer.AssertError(code, "outside", text);
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Result_NullOrWithoutVersion_IsTaken()
    {
        _host.Script("outside", "echo null");

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(Chained));

        answer.AssertSuccess();
        Assert.Equal("1.0.0", answer.Json.GetProperty("cniVersion").GetString());
    }

    [Fact]
    public async Task Stderr_OfAnExecutable_ReachesTheCaller()
    {
        _host.Script("outside", "echo 'a line for the log' >&2; echo '{}'");

        var answer = await _host.ServeAsync("ADD", ChainFixture.Chain(Chained));

        answer.AssertSuccess();
        Assert.Equal("a line for the log\n", answer.Stderr);
    }

    [Fact]
    public async Task Stdin_ThatIsNotRead_IsNoFailure()
    {
        _host.Script("outside", "exec 0<&-; echo '{}'");
        var big = new string('x', 300_000);

        (await _host.ServeAsync("ADD", ChainFixture.Chain($$"""{"type": "outside", "big": "{{big}}"}"""))).AssertSuccess();
    }

    [Fact]
    public async Task Executable_ThatHangs_IsKilledWithItsChildrenWhenCancelled()
    {
        var started = _host.PathOf("started");
        _host.Script("outside", $"[ $CNI_COMMAND = DEL ] && exit 0; sleep 1000 & echo $! > {started}.new; mv {started}.new {started}; wait");
        using var cancel = new CancellationTokenSource();
        var add = _host.ServeAsync("ADD", ChainFixture.Chain(Chained), cancel.Token);
        while (!File.Exists(started))
        {
            await Task.Delay(5);
        }

        await cancel.CancelAsync();

        (await add).AssertError(11, "outside", "cancelled");
        Assert.False(IsRunning(File.ReadAllText(started).Trim()));
        Assert.Empty(_host.JournalFiles);
    }

    [Fact]
    public async Task Executable_BeingWritten_IsTriedAgain()
    {
        var path = _host.Script("outside", "echo '{}'");
        var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        var add = _host.ServeAsync("ADD", ChainFixture.Chain(Chained));
        await Task.Delay(100);
        Assert.False(add.IsCompleted);
        await writer.DisposeAsync();

        (await add).AssertSuccess();
    }

    [Fact]
    public async Task Executable_WithoutXBit_IsCode50()
    {
        File.SetUnixFileMode(_host.Script("outside", ""), UnixFileMode.UserRead);

        (await _host.ServeAsync("ADD", ChainFixture.Chain(Chained))).AssertError(50, "outside", "cannot be executed");
    }

    [Fact]
    public async Task Type_WithAssemblyAndExecutable_TakesTheAssembly()
    {
        _host.Script("recorder", "exit 1");

        (await _host.ServeAsync("ADD", ChainFixture.Chain(_host.Recorder("a")))).AssertSuccess();
    }

    [Fact]
    public async Task Type_ThatLeadsBackToCniChain_IsNotExecutedForEver()
    {
        _host.Script("outside", "exit 1");
        var request = _host.Request("ADD", """{"cniVersion": "1.0.0", "name": "podnet", "type": "outside"}""") with
        {
            As = "outside",
            Environment = new Dictionary<string, string> { ["CNICHAIN_EXECUTED"] = "outside" },
        };

        (await _host.ServeAsync(request)).AssertError(7, "leads back to cnichain");
    }

    [Theory]
    [InlineData("CHECK", "0.3.1", false)]
    [InlineData("CHECK", "0.4.0", true)]
    [InlineData("STATUS", "1.0.0", false)]
    [InlineData("STATUS", "1.1.0", true)]
    [InlineData("GC", "1.0.0", false)]
    public async Task Executable_OfAnOlderConflist_IsNotAskedNewVerbs(string command, string version, bool asked)
    {
        _host.Script("outside", $"touch {_host.PathOf("ran")}");
        File.WriteAllText(_host.PathOf("list"), $$"""{"name": "inner", "cniVersion": "{{version}}", "plugins": [{{Chained}}]}""");
        var config = $$"""{"cniVersion": "1.1.0", "name": "podnet", "conflist": "{{_host.PathOf("list")}}", "prevResult": {}, "cni.dev/valid-attachments": []}""";

        (await _host.ServeAsync(command, config)).AssertSuccess();

        Assert.Equal(asked, File.Exists(_host.PathOf("ran")));
    }

    [Fact]
    public async Task Executable_AsIpam_GetsTheWholeConfiguration()
    {
        _host.Script("pool", $"cat >> {_host.PathOf("stdin")}; echo >> {_host.PathOf("stdin")}; [ $CNI_COMMAND = ADD ] && echo '{{\"ips\": [{{\"address\": \"10.1.0.2/24\"}}]}}'; exit 0");
        var config = ChainFixture.Chain(_host.Recorder("a", """, "ipam": {"type": "pool"}, "mine": 1"""));

        (await _host.ServeAsync("ADD", config)).AssertSuccess();
        (await _host.ServeAsync("DEL", config)).AssertSuccess();

        var lines = File.ReadAllLines(_host.PathOf("stdin"));
        Assert.Equal(2, lines.Length);
        Assert.Equal(1, JsonElement.Parse(lines[0]).GetProperty("mine").GetInt32());
        Assert.Equal("10.1.0.2/24", JsonElement.Parse(lines[1]).GetProperty("prevResult").GetProperty("ips")[0].GetProperty("address").GetString());
    }

    [Fact]
    public async Task ReferencePlugins_InTheChain_MakeAndRemoveARealInterface()
    {
        const string Reference = "/usr/lib/cni";
        Assert.SkipUnless(File.Exists($"{Reference}/ptp") && File.Exists($"{Reference}/host-local"), "containernetworking-plugins are not installed");
        var leases = _host.PathOf("leases");
        var plugins = $$"""{"type": "ptp", "ipam": {"type": "host-local", "dataDir": "{{leases}}", "subnet": "10.77.0.0/24" } }""" + "," + _host.Recorder("b");
        var config = ChainFixture.Chain(plugins);
        var request = _host.Request("ADD", config) with { Path = Reference };

        var answer = await _host.ServeAsync(request);

        answer.AssertSuccess();
        Assert.Equal("10.77.0.2/24", answer.Json.GetProperty("ips")[0].GetProperty("address").GetString());
        Assert.Contains("10.77.0.2", _host.Container.Exec("ip addr show eth0"), StringComparison.Ordinal);
        (await _host.ServeAsync(request with { Command = "CHECK" })).AssertSuccess();
        (await _host.ServeAsync(request with { Command = "DEL" })).AssertSuccess();
        Assert.Empty(_host.Container.ExecJson("ip -j link show type veth").EnumerateArray());
        Assert.False(File.Exists(Path.Combine(leases, "podnet", "10.77.0.2")));
    }

    /// <summary>A killed orphan stays a zombie until init looks after it.</summary>
    private static bool IsRunning(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
