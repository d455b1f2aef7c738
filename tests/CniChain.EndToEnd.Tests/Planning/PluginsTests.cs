using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Planning;

/// <summary><c>cnichain plugins</c> asks the running host.</summary>
public sealed class PluginsTests
{
    [Fact]
    public void Plugins_OfTheRunningHost_ShowsWhatItHasLoaded()
    {
        using var node = TestNode.Create();
        var runtime = new CniRuntime(node, Networks.For(PluginSet.CniChain));
        runtime.Add(node.AddContainer(), Networks.Publish(8080, 80));
        var host = node.ExecJson("/opt/cni/bin/cnichain host status --json").GetProperty("pid").GetInt32();

        var list = node.ExecJson("/opt/cni/bin/cnichain plugins --json");

        Assert.Equal(host, list.GetProperty("pid").GetInt32());
        var states = list.GetProperty("plugins").EnumerateArray().ToDictionary(
            p => p.GetProperty("types")[0].GetString()!, p => p.GetProperty("state").GetString());
        Assert.Equal(("loaded", "loaded", "loaded", "not loaded"), (states["bridge"], states["host-local"], states["portmap"], states["macvlan"]));
        Assert.Contains("as the running host has them", node.Exec("/opt/cni/bin/cnichain plugins"), StringComparison.Ordinal);
    }
}
