using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Planning;

/// <summary><c>cnichain plugins</c> asks the running host.</summary>
public sealed class PluginsTests
{
    private const string Folder = "/run/plugins-under-test";
    private const string Dll = Folder + "/misbehaving/Misbehaving.dll";
    private static readonly string s_built = Path.Combine(RepositoryPaths.Root, "tests", "TestPlugins", "bin", "Release", "misbehaving");

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

    [Fact]
    public void Plugin_ReplacedByABrokenOne_IsShownWithTheReasonWhileTheOldServes()
    {
        using var node = NodeWithPlugin();
        Attach(node);
        Assert.Equal(("loaded", null), State(node));

        // Half of it, as after a copy to a disk that filled up; the first look at it is the list's own.
        node.Shell($"cp {Dll} {Dll}.good; head -c 3000 {Dll} > {Dll}.half; mv {Dll}.half {Dll}");
        Broken(node);
        var warned = Attach(node);
        Broken(node);

        Assert.Contains("the one before goes on serving", warned, StringComparison.Ordinal);
        Assert.Contains(Dll, warned, StringComparison.Ordinal);
        Assert.DoesNotContain("goes on serving", Attach(node), StringComparison.Ordinal);
        Assert.Contains("the one before goes on serving", node.Exec("/opt/cni/bin/cnichain host logs"), StringComparison.Ordinal);

        node.Shell($"mv {Dll}.good {Dll}");
        Attach(node);
        Assert.Equal(("loaded", null), State(node));
    }

    [Fact]
    public void Plugin_ReplacedAndNotCalledSince_IsShownAsReplaced()
    {
        using var node = NodeWithPlugin();
        Attach(node);

        node.Shell($"cp {Dll} {Dll}.new; mv {Dll}.new {Dll}");

        Assert.Equal(("replaced", null), State(node));
        Attach(node);
        Assert.Equal(("loaded", null), State(node));
    }

    private static TestNode NodeWithPlugin()
    {
        var node = TestNode.Create();
        node.Shell($"mkdir -p {Folder}; cp -r --no-preserve=all {s_built} {Folder}/misbehaving; chmod -R go-w {Folder}");
        return node;
    }

    private static void Broken(TestNode node)
    {
        var (state, problem) = State(node);
        Assert.Equal("broken replacement", state);
        Assert.Contains("is not a .NET assembly that can be loaded", problem, StringComparison.Ordinal);
        Assert.Contains(Dll, problem, StringComparison.Ordinal);
        // Nothing is refused, since the type is served: the list is no error.
        var text = node.Exec("/opt/cni/bin/cnichain plugins");
        Assert.Contains("broken replacement", text, StringComparison.Ordinal);
        Assert.Contains("publish the plugin again", text, StringComparison.Ordinal);
    }

    /// <summary>One container, whose plugin must do its work.</summary>
    /// <returns>What stood on stderr.</returns>
    private static string Attach(TestNode node)
    {
        var runtime = new CniRuntime(
            node,
            """{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain", "chain": [ { "type": "misbehaving", "does": "print" } ] } ] }""")
        {
            Environment = new Dictionary<string, string> { ["CNICHAIN_PLUGINS"] = Folder },
        };
        return runtime.TryAdd(node.AddContainer()).Checked().Error;
    }

    private static (string? State, string? Problem) State(TestNode node)
    {
        var plugin = node.ExecJson("/opt/cni/bin/cnichain plugins --json").GetProperty("plugins").EnumerateArray()
            .Single(static p => p.GetProperty("file").GetString() == Dll);
        return (plugin.GetProperty("state").GetString(), plugin.GetProperty("problem").GetString());
    }
}
