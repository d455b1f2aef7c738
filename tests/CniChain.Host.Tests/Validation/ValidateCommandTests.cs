using System.Text.Json;
using CniChain.Host.Tests.Commands;
using CniChain.Testing;

namespace CniChain.Host.Tests.Validation;

/// <summary><c>cnichain validate</c> with the plugins of this repository, and scripts as executables.</summary>
public sealed class ValidateCommandTests : IDisposable
{
    private readonly FakeWorld _world = new() { PluginDirectory = BuiltPlugins.Directory };

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Validate_GoodList_IsValid()
    {
        var (exit, answer) = await ValidateAsync("""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain",
              "capabilities": { "portMappings": true },
              "chain": [
                { "type": "bridge", "isGateway": true, "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } },
                { "type": "portmap", "capabilities": { "portMappings": true } } ] } ] }
            """);

        Assert.Equal(0, exit);
        Assert.Empty(answer.GetProperty("findings").EnumerateArray());
        Assert.All(answer.GetProperty("plugins").EnumerateArray(), p => Assert.True(p.GetProperty("checked").GetBoolean()));
        Assert.Equal(["bridge", "host-local", "portmap"], answer.GetProperty("plugins").EnumerateArray().Select(p => p.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Validate_ManyFaults_ReportsEachWithItsPlace()
    {
        var (exit, answer) = await ValidateAsync("""
            {
              "cniVersion": "1.0.0",
              "name": "pod net",
              "plugins": [
                { "type": "bridge", "isGatway": true, "mtu": "big",
                  "hairpinMode": true, "promiscMode": true,
                  "ipam": { "type": "host-local",
                    "ranges": [[{ "subnet": "10.88.0.5/16" }, { "subnet": "10.89.0.0/16", "rangeStrat": "10.89.0.9" }]] } },
                { "type": "portmap", "snat": "yes", "snat": true, "capabilities": { "portMappings": true } },
                { "type": "nonesuch" }
              ]
            }
            """);

        Assert.Equal(1, exit);
        var found = Lines(answer);
        Assert.Contains(found, f => f.StartsWith("3:3 error name ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("5:25 warning plugins[0].isGatway ", StringComparison.Ordinal) && f.Contains("did you mean \"isGateway\"?", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("5:43 error plugins[0].mtu ", StringComparison.Ordinal) && f.Contains("is \"big\"", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("6:7 error plugins[0].hairpinMode ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("8:23 error plugins[0].ipam.ranges[0][0].subnet ", StringComparison.Ordinal) && f.Contains("give the network", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("8:79 warning plugins[0].ipam.ranges[0][1].rangeStrat ", StringComparison.Ordinal) && f.Contains("did you mean \"rangeStart\"?", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("9:41 error plugins[1].snat ", StringComparison.Ordinal) && f.Contains("line 9", StringComparison.Ordinal));
        Assert.Contains(found, f => f.StartsWith("10:7 error plugins[2].type ", StringComparison.Ordinal) && f.Contains("\"nonesuch\" is not there", StringComparison.Ordinal));
        Assert.Equal(8, found.Count);
    }

    [Fact]
    public async Task Validate_Dhcp_LooksAtItsKeysAndOptions()
    {
        var (exit, answer) = await ValidateAsync("""
            { "cniVersion": "1.0.0", "name": "a", "plugins": [
              { "type": "macvlan", "master": "eth0", "ipam": { "type": "dhcp", "timeout": 0, "priorty": 5, "daemonSocketPath": "/run/x.sock",
                "request": [ { "option": 42, "skipDefault": true, "defualt": 1 }, { "option": "ntp-server" } ],
                "provide": [ { "option": "host-name", "fromArg": "K8S_POD_NAME", "value": "x" }, { "option": 54, "value": "10.0.0.1" } ],
                "onChange": [ "notify" ] } } ] }
            """);

        Assert.Equal(1, exit);
        Assert.Equal(["macvlan True", "dhcp True"], answer.GetProperty("plugins").EnumerateArray().Select(p => $"{p.GetProperty("type").GetString()} {p.GetProperty("checked").GetBoolean()}"));
        var found = Lines(answer);
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.timeout ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("warning plugins[0].ipam.priorty dhcp does not know \"ipam.priorty\"; did you mean \"priority\"?", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("warning plugins[0].ipam.request[0].defualt ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.request[1].option ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.provide[1].option ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.onChange ", StringComparison.Ordinal));
        Assert.Equal(6, found.Count);
    }

    [Fact]
    public async Task Validate_DhcpOfBothFamilies_LooksAtWhatIsOfIPv6()
    {
        var (exit, answer) = await ValidateAsync("""
            { "cniVersion": "1.0.0", "name": "a", "plugins": [
              { "type": "macvlan", "master": "eth0", "ipam": { "type": "dhcp", "family": "dual", "rapidCommit": false, "gateway": "10.0.0.1",
                "routes": [ { "dst": "::/0" } ],
                "request": [ { "option": "dhcp6.ntp-servers" }, { "option": "dhcp6.ntp" }, { "option": "dhcp6.31" } ],
                "provide": [ { "option": "dhcp6.client-id", "value": "00:0" }, { "option": "dhcp6.3", "value": "x" }, { "option": "dhcp6.fqdn", "value": "a b" } ] } },
              { "type": "bridge", "ipam": { "type": "dhcp", "family": "both" } } ] }
            """);

        Assert.Equal(1, exit);
        var found = Lines(answer);
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.gateway ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.request[1].option ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.provide[0].value ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.provide[1].option ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[0].ipam.provide[2].value ", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[1].ipam.family ", StringComparison.Ordinal) && f.Contains("give \"4\", \"6\" or \"dual\"", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("error plugins[1].type ", StringComparison.Ordinal));
        Assert.Equal(7, found.Count);
    }

    [Theory]
    [InlineData("{ \"name\": \"a\",\n \"plugins\": [ }", "2:15 error  not JSON")]
    [InlineData("[]", "1:1 error  a JSON Array, not an object")]
    [InlineData("{ \"cniVersion\": \"1.0.0\", \"name\": \"a\" }", "1:1 error  there is neither")]
    [InlineData("{ \"cniVersion\": \"9.0.0\", \"name\": \"a\", \"type\": \"loopback\" }", "1:3 error cniVersion cniVersion \"9.0.0\"")]
    [InlineData("{ \"name\": \"a\", \"type\": \"loopback\" }", "1:1 warning cniVersion \"cniVersion\" is missing")]
    [InlineData("{ \"cniVersion\": \"1.0.0\", \"name\": \"a\", \"plugins\": [], \"disableGc\": true, \"plugin\": 1 }", "1:73 warning plugin a network list has no key \"plugin\"; did you mean \"plugins\"?")]
    [InlineData("{ \"cniVersion\": \"1.0.0\", \"name\": \"a\", \"plugins\": [{ \"type\": \"cnichain\" }] }", "error plugins[0] \"plugins[0].chain\" is missing")]
    [InlineData("{ \"cniVersion\": \"1.0.0\", \"name\": \"a\", \"plugins\": [{ \"type\": \"cnichain\", \"bridge\": \"b\", \"chain\": [{ \"type\": \"loopback\" }] }] }", "warning plugins[0].bridge cnichain does not know \"bridge\"")]
    [InlineData("{ \"cniVersion\": \"1.0.0\", \"name\": \"a\", \"plugins\": [{ \"type\": \"portmap\" }, { \"type\": \"loopback\" }] }", "error plugins[0].type portmap is first")]
    [InlineData("{ \"cniVersion\": \"1.0.0\", \"name\": \"a\", \"plugins\": [{ \"type\": \"bridge\", \"ipam\": { \"type\": \"nope\" } }] }", "error plugins[0].ipam.type plugin type \"nope\" is not there")]
    [InlineData("{ \"cniVersion\": \"0.2.0\", \"name\": \"a\", \"plugins\": [{ \"type\": \"bridge\", \"ipam\": { \"type\": \"static\", \"addresses\": [{ \"address\": \"10.0.0.2/24\" }, { \"address\": \"10.0.1.2/24\" }] } }] }", "error plugins[0].ipam.addresses")]
    public async Task Validate_OneFault_IsFound(string text, string expected)
    {
        var (exit, answer) = await ValidateAsync(text);

        Assert.Contains(Lines(answer), line => line.Contains(expected, StringComparison.Ordinal));
        Assert.Equal(expected.Contains("error", StringComparison.Ordinal) || text.Contains("[]", StringComparison.Ordinal) ? 1 : 0, exit);
    }

    [Fact]
    public async Task Validate_CapabilityIsNotDeclaredAround_SaysWhatToAdd()
    {
        var (exit, answer) = await ValidateAsync("""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain", "chain": [
              { "type": "bridge" }, { "type": "portmap", "capabilities": { "portMappings": true } } ] } ] }
            """);

        Assert.Equal(1, exit);
        Assert.Contains("add \"portMappings\": true to \"plugins[0].capabilities\"", Assert.Single(Lines(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_RangesComeFromTheRuntime_IsValid()
    {
        var (exit, answer) = await ValidateAsync("""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [
              { "type": "bridge", "capabilities": { "ipRanges": true }, "ipam": { "type": "host-local" } } ] }
            """);

        Assert.Equal(0, exit);
        Assert.Empty(Lines(answer));
    }

    [Fact]
    public async Task Validate_NamedConflist_IsCheckedInItsOwnFile()
    {
        var inner = _world.Folder.Write("inner.conflist", "{ \"cniVersion\": \"1.0.0\", \"name\": \"inner\", \"plugins\": [\n { \"type\": \"bridge\", \"vlan\": 5000 } ] }");
        var (exit, answer) = await ValidateAsync($$"""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain", "conflist": "{{inner}}" } ] }
            """);

        Assert.Equal(1, exit);
        var finding = answer.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("severity").GetString() == "error");
        Assert.Equal((inner, 2), (finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32()));
        Assert.Equal("plugins[0].vlan", finding.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Validate_ExecutedPlugin_IsReportedAsNotCheckedAndAskedForItsVersion()
    {
        ProgramFile.Write(Path.Combine(_world.Folder.Path, "acme"), "#!/bin/sh\necho '{\"cniVersion\":\"1.0.0\",\"supportedVersions\":[\"0.4.0\",\"1.0.0\"]}'\n");
        _world.Variables["CNI_PATH"] = _world.Folder.Path;
        const string List = """{ "cniVersion": "1.1.0", "name": "podnet", "plugins": [ { "type": "bridge" }, { "type": "acme", "any": 1 } ] }""";

        var (newer, answer) = await ValidateAsync(List);
        var (older, fine) = await ValidateAsync(List.Replace("1.1.0", "1.0.0", StringComparison.Ordinal));

        Assert.Equal((1, 0), (newer, older));
        Assert.Contains(Lines(answer), l => l.Contains("does not speak CNI 1.1.0; it speaks 0.4.0, 1.0.0", StringComparison.Ordinal));
        Assert.Contains("note plugins[1] acme is executed", Assert.Single(Lines(fine)), StringComparison.Ordinal);
        Assert.Contains(fine.GetProperty("plugins").EnumerateArray(), p => p.GetProperty("type").GetString() == "acme" && !p.GetProperty("checked").GetBoolean());
    }

    [Fact]
    public async Task Validate_ForAPerson_WritesALineAFindingAndTheTotals()
    {
        var file = _world.Folder.Write("a.conflist", "{ \"cniVersion\": \"1.0.0\", \"name\": \"a\", \"plugins\": [ { \"type\": \"bridge\", \"mtu\": -1, \"vlann\": 3 } ] }");

        var exit = await _world.RunAsync("validate", file);

        Assert.Equal(1, exit);
        Assert.Contains($"{file}:1:72: error: bridge: \"mtu\" is -1", _world.Output, StringComparison.Ordinal);
        Assert.Contains("warning: bridge does not know \"vlann\"; did you mean \"vlan\"? [plugins[0].vlann]", _world.Output, StringComparison.Ordinal);
        Assert.EndsWith($"{file}: 1 error, 1 warning\n", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ANetworksName_IsItsFile()
    {
        var file = Path.Combine(_world.Folder.Path, "10-podnet.conflist");
        File.WriteAllText(file, """{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "loopback" } ] }""");

        Assert.Equal(0, await _world.RunAsync("validate", "podnet"));

        Assert.Contains($"{file} is valid", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_NoSuchFile_SaysSo()
    {
        var exit = await _world.RunAsync("validate", "/nonexistent/a.conflist");

        Assert.Equal(1, exit);
        Assert.Contains("/nonexistent/a.conflist: error: there is no such file", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_EveryExample_IsValid()
    {
        // Where their page says that it goes; this machine need not have it.
        foreach (var file in Directory.GetFiles(CniChain.Testing.RepositoryPaths.Conf, "*.conflist").Where(f => !File.ReadAllText(f).Contains("/etc/cnichain", StringComparison.Ordinal)))
        {
            var (exit, answer) = await ValidateAsync(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            Assert.True(exit == 0, $"{file}: {string.Join('\n', Lines(answer))}");
        }
    }

    private async Task<(int Exit, JsonElement Answer)> ValidateAsync(string text)
    {
        using var world = new FakeWorld { PluginDirectory = BuiltPlugins.Directory };
        foreach (var (name, value) in _world.Variables)
        {
            world.Variables[name] = value;
        }

        var exit = await world.RunAsync("validate", world.Folder.Write("under-test.conflist", text), "--json");
        return (exit, JsonElement.Parse(world.Output));
    }

    private static List<string> Lines(JsonElement answer) => [.. answer.GetProperty("findings").EnumerateArray().Select(f =>
        $"{f.GetProperty("line").GetInt32()}:{f.GetProperty("column").GetInt32()} {f.GetProperty("severity").GetString()} {f.GetProperty("path").GetString()} {f.GetProperty("message").GetString()}")];
}
