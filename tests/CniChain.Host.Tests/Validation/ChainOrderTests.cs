using System.Text.Json;
using CniChain.Host.Tests.Commands;
using CniChain.Testing;

namespace CniChain.Host.Tests.Validation;

/// <summary>What <c>cnichain validate</c> says of plugins that cannot do their work where they stand.</summary>
public sealed class ChainOrderTests : IDisposable
{
    private const string Bridge = """{ "type": "bridge", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } }""";
    private const string Portmap = """{ "type": "portmap", "capabilities": { "portMappings": true } }""";

    private readonly TempFolder _executables = new();

    public ChainOrderTests()
    {
        foreach (var type in new[] { "tuning", "firewall", "bandwidth", "ptp", "flannel" })
        {
            ProgramFile.Write(Path.Combine(_executables.Path, type), "#!/bin/sh\necho '{\"cniVersion\":\"1.0.0\",\"supportedVersions\":[\"0.4.0\",\"1.0.0\"]}'\n");
        }
    }

    public void Dispose() => _executables.Dispose();

    [Fact]
    public async Task Plugins_ThatWorkOnAnInterface_BeforeWhatMakesIt_AreEachToBePutBehindIt()
    {
        var found = await FindAsync($$"""{{Portmap}}, { "type": "tuning" }, {{Bridge}}, { "type": "firewall" }""");

        Assert.Equal(2, found.Count);
        Assert.Contains("error plugins[0].type portmap is first, but works on an interface", found[0], StringComparison.Ordinal);
        Assert.EndsWith("put it behind bridge (plugins[2])", found[0], StringComparison.Ordinal);
        Assert.Contains("error plugins[1].type tuning stands before any such plugin", found[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_MakesNoInterfaceForWhatFollows()
    {
        var found = await FindAsync($$"""{ "type": "loopback" }, { "type": "tuning" }, {{Bridge}}""");

        Assert.Contains("error plugins[1].type tuning stands before any such plugin", Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "macvlan", "master": "eth1", "ipam": { "type": "dhcp" } }""", "macvlan")]
    [InlineData("""{ "type": "bridge" }""", "bridge")]
    [InlineData("""{ "type": "ptp" }""", "ptp")]
    public async Task Second_ThatMakesTheInterface_IsSaidToFindItTaken(string second, string type)
    {
        var found = await FindAsync($"{Bridge}, {Portmap}, {second}");

        Assert.Contains(
            $"error plugins[2].type {type} makes the container's interface, but bridge (plugins[0]) before it has made one",
            Assert.Single(found),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_InsideAnEntry_StandsInTheOrderOfTheList()
    {
        var found = await FindAsync($$"""{ "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [ {{Bridge}}, {{Portmap}} ] }, {{Bridge}}""");

        Assert.Contains("error plugins[1].type bridge makes the container's interface, but bridge (plugins[0].chain[0])", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ipam_OfAPluginThatAsksForNone_DoesNothing()
    {
        var found = await FindAsync($$"""{{Bridge}}, { "type": "portmap", "capabilities": { "portMappings": true }, "ipam": { "type": "static" } }""");

        Assert.Contains("warning plugins[1].ipam portmap asks nobody for addresses", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ipam_ThatIsNoIpamPlugin_IsAnError()
    {
        var found = await FindAsync("""{ "type": "bridge", "ipam": { "type": "portmap" } }""");

        Assert.Contains("error plugins[0].ipam.type portmap hands out no addresses", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IpamPlugin_InTheChain_BelongsIntoIpam()
    {
        var found = await FindAsync("""{ "type": "bridge" }, { "type": "host-local", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } }""");

        Assert.Contains("warning plugins[1].type host-local only hands out addresses", Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "portmap" }""", "portMappings")]
    [InlineData("""{ "type": "portmap", "capabilities": { "portMappings": false } }""", "portMappings")]
    [InlineData("""{ "type": "bandwidth" }""", "bandwidth")]
    public async Task Capability_WithoutWhichAPluginDoesNothing_IsMissed(string plugin, string capability)
    {
        var found = await FindAsync($"{Bridge}, {plugin}");

        Assert.Contains($"add \"capabilities\": {{ \"{capability}\": true }}", Assert.Single(found), StringComparison.Ordinal);
        Assert.Contains(" warning plugins[1].type ", found[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "loopback" }""")]
    [InlineData("""{ "type": "loopback" }, { "type": "tuning" }""")]
    [InlineData("""{ "type": "flannel", "delegate": { "isDefaultGateway": true } }, { "type": "portmap", "capabilities": { "portMappings": true } }, { "type": "bandwidth", "capabilities": { "bandwidth": true } }""")]
    [InlineData("""{ "type": "ptp", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } }, { "type": "portmap", "capabilities": { "portMappings": true } }""")]
    [InlineData("""{ "type": "bridge" }, { "type": "bandwidth", "ingressRate": 1000, "ingressBurst": 1000 }, { "type": "tuning", "sysctl": {} }""")]
    [InlineData("""{ "type": "flannel" }, { "type": "bridge" }""")]
    public async Task Order_ThatWorksOrMayWork_IsNotBlamed(string plugins) => Assert.Empty(await FindAsync(plugins));

    // podman's and containerd's own: Debian's packages install the one, and containerd's script writes the other.
    [Theory]
    [InlineData("""
        { "type": "bridge", "bridge": "cni-podman0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
          "ipam": { "type": "host-local", "routes": [{ "dst": "0.0.0.0/0" }], "ranges": [[{ "subnet": "10.88.0.0/16", "gateway": "10.88.0.1" }]] } },
        { "type": "portmap", "capabilities": { "portMappings": true } },
        { "type": "firewall" }, { "type": "tuning" }
        """)]
    [InlineData("""
        { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "promiscMode": true,
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }], [{ "subnet": "2001:4860:4860::/64" }]],
            "routes": [{ "dst": "0.0.0.0/0" }, { "dst": "::/0" }] } },
        { "type": "portmap", "capabilities": { "portMappings": true } }
        """)]
    public async Task List_OfARuntime_IsNotBlamed(string plugins) => Assert.Empty(await FindAsync(plugins));

    [Fact]
    public async Task Examples_OfTheseAndOfPodmanOnThisMachine_AreNotBlamed()
    {
        var debian = Directory.Exists("/etc/cni/net.d") ? Directory.GetFiles("/etc/cni/net.d", "87-podman*.conflist") : [];
        foreach (var file in Directory.GetFiles(RepositoryPaths.Conf, "*.conflist").Concat(debian))
        {
            if (!(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Contains("/etc/cnichain", StringComparison.Ordinal))
            {
                Assert.DoesNotContain(await FindInAsync(file), f => f.Contains(" error ", StringComparison.Ordinal) || f.Contains(" warning ", StringComparison.Ordinal));
            }
        }
    }

    private async Task<List<string>> FindAsync(string plugins)
    {
        var file = _executables.Write("under-test.conflist", $$"""{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ {{plugins}} ] }""");
        return (await FindInAsync(file)).FindAll(static f => !f.Contains(" note ", StringComparison.Ordinal));
    }

    private async Task<List<string>> FindInAsync(string file)
    {
        using var world = new FakeWorld { PluginDirectory = BuiltPlugins.Directory };
        world.Variables["CNI_PATH"] = _executables.Path;
        await world.RunAsync("validate", file, "--json");
        return [.. JsonElement.Parse(world.Output).GetProperty("findings").EnumerateArray().Select(static f =>
            $"{f.GetProperty("line").GetInt32()} {f.GetProperty("severity").GetString()} {f.GetProperty("path").GetString()} {f.GetProperty("message").GetString()}")];
    }
}
