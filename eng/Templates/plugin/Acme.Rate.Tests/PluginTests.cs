using CniChain;
using CniChain.Linux.Route;
using CniChain.Testing;
using Xunit;

namespace Acme.Rate.Tests;

public sealed class PluginTests
{
    // Where the plugin under test was built: a plugin directory for the host, in front of its others.
    private static readonly string s_built = Path.GetFullPath(
        AppContext.BaseDirectory.Replace("/Acme.Rate.Tests/", "/Acme.Rate/", StringComparison.Ordinal)).TrimEnd('/');

    [Fact]
    public async Task Add_WithoutMtu_NamesTheKey()
    {
        var call = new FakeCall { PrevResult = CniResult.Empty };

        var error = await Assert.ThrowsAsync<CniException>(() => new Plugin().AddAsync(call.ToContext(), TestContext.Current.CancellationToken));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, error.Code);
        Assert.Contains("\"mtu\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_FirstInItsChain_SaysWhereItBelongs()
    {
        var call = new FakeCall { Config = """{ "mtu": 1400 }""" };

        await Assert.ThrowsAsync<CniException>(() => new Plugin().AddAsync(call.ToContext(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Add_OnAFakeKernel_SetsTheMtu()
    {
        using var kernel = new FakeKernel();
        var container = kernel.AddNamespace();
        using var route = RouteSocket.Open(container.Namespace);
        route.Execute(LinkRequest.CreateDummy(new DummyOptions { Name = "eth0", Up = true }));
        var call = new FakeCall { Kernel = kernel, Netns = container.Namespace, PrevResult = CniResult.Empty, Config = """{ "mtu": 1400 }""" };

        await new Plugin().AddAsync(call.ToContext(), TestContext.Current.CancellationToken);

        Assert.Equal(1400, container.FindLink("eth0")!.Mtu);
        await new Plugin().CheckAsync(call.ToContext(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Chain_OnANode_SetsTheMtu()
    {
        using var node = TestNode.Create();
        var container = node.AddContainer();
        var runtime = new CniRuntime(
            node,
            """
            { "cniVersion": "1.0.0", "name": "testnet", "plugins": [ { "type": "cnichain", "chain": [
              { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } },
              { "type": "acme-rate", "mtu": 1400 } ] } ] }
            """)
        {
            Environment = new Dictionary<string, string> { ["CNICHAIN_PLUGINS"] = s_built },
        };

        runtime.Add(container);

        Assert.Equal(1400, container.AssertLink("eth0").GetProperty("mtu").GetInt32());
        container.AssertReaches("10.88.0.1");
        runtime.Check(container);
        runtime.Delete(container);
    }
}
