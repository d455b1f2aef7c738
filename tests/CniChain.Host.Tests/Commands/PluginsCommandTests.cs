using System.Text.Json;
using CniChain.Host.Tests.Validation;

namespace CniChain.Host.Tests.Commands;

public sealed class PluginsCommandTests
{
    [Fact]
    public async Task Plugins_NoHostRuns_ListsWhatThereIs()
    {
        using var world = NewWorld(BuiltPlugins.Directory);

        var exit = await world.RunAsync("plugins", "--json");

        Assert.Equal(0, exit);
        var bridge = Find(world, "bridge");
        Assert.EndsWith("/bridge/CniChain.Plugins.Bridge.dll", bridge.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Equal("not loaded", bridge.GetProperty("state").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+$", bridge.GetProperty("version").GetString());
        Assert.Equal(typeof(ICniPlugin).Assembly.GetName().Version!.ToString(), bridge.GetProperty("contract").GetString());
        Assert.Subset(
            Types(world),
            new HashSet<string> { "bridge", "host-local", "loopback", "macvlan", "portmap", "static" });
    }

    [Fact]
    public async Task Plugins_Load_SaysHowLongThatTook()
    {
        using var world = NewWorld(BuiltPlugins.Directory);

        await world.RunAsync("plugins", "--json", "--load");

        var portmap = Find(world, "portmap");
        Assert.Equal("loaded", portmap.GetProperty("state").GetString());
        Assert.True(portmap.GetProperty("loadMs").GetDouble() > 0);
    }

    [Fact]
    public async Task Plugins_FileThatIsNoPlugin_IsRefusedWithTheReason()
    {
        using var broken = new TempFolder();
        broken.Write("acme/Acme.deps.json", "{}");
        broken.Write("acme/Acme.dll", "not an assembly");
        using var world = NewWorld(broken.Path);

        var exit = await world.RunAsync("plugins");

        Assert.Equal(1, exit);
        Assert.Contains("refused", world.Output, StringComparison.Ordinal);
        Assert.Contains("Acme.dll: ", world.Output, StringComparison.Ordinal);
        Assert.Contains("no host runs", world.Output, StringComparison.Ordinal);
    }

    private static FakeWorld NewWorld(string plugins)
    {
        var world = new FakeWorld { PluginDirectory = plugins };
        world.Variables["CNICHAIN_SOCKET"] = Path.Combine(world.Folder.Path, "none.sock");
        return world;
    }

    private static HashSet<string> Types(FakeWorld world) =>
        [.. List(world).SelectMany(p => p.GetProperty("types").EnumerateArray()).Select(t => t.GetString()!)];

    private static JsonElement Find(FakeWorld world, string type) =>
        List(world).Single(p => p.GetProperty("types").EnumerateArray().Any(t => t.GetString() == type));

    private static IEnumerable<JsonElement> List(FakeWorld world) => JsonElement.Parse(world.Output).GetProperty("plugins").EnumerateArray();
}
