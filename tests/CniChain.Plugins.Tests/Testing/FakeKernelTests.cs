using CniChain.Examples.Neighbours;
using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Plugins.Bridge;
using CniChain.Plugins.Loopback;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Testing;

/// <summary>Plugins run on the fake kernel: none of these tests needs root or a namespace.</summary>
public sealed class FakeKernelTests
{
    private const string Neighbours = """{ "neighbours": [ { "ip": "10.1.0.1", "mac": "02:00:0a:01:00:01" } ] }""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loopback_AddCheckDel_SetsLoUpAndDown()
    {
        using var kernel = new FakeKernel();
        var container = kernel.AddNamespace();
        var call = new FakeCall { Kernel = kernel, Netns = container.Namespace };
        var plugin = new LoopbackPlugin();

        await Assert.ThrowsAsync<CniException>(() => plugin.CheckAsync(call.ToContext(), Token));
        var result = await plugin.AddAsync(call.ToContext(), Token);
        await plugin.CheckAsync(call.ToContext(), Token);

        Assert.Equal(["127.0.0.1/8", "::1/128"], result.Ips.Select(ip => ip.Address.ToString()));
        Assert.True(container.FindLink("lo")!.IsUp);
        Assert.False(kernel.Host.FindLink("lo")!.IsUp);
        await plugin.DelAsync(call.ToContext(), Token);
        Assert.False(container.FindLink("lo")!.IsUp);
    }

    [Fact]
    public async Task Neighbours_AddCheckDel_MakesAndRemovesTheEntry()
    {
        using var kernel = new FakeKernel();
        var container = WithEth0(kernel);
        var call = new FakeCall { Kernel = kernel, Netns = container.Namespace, Config = Neighbours, PrevResult = CniResult.Empty };
        var plugin = new NeighboursPlugin();

        await plugin.AddAsync(call.ToContext(), Token);
        await plugin.CheckAsync(call.ToContext(), Token);

        var entry = Assert.Single(container.Neighbours);
        Assert.Equal(("10.1.0.1", "02:00:0a:01:00:01"), (entry.Address.ToString(), entry.Mac.ToString()));
        await plugin.DelAsync((call with { Verb = CniVerb.Del }).ToContext(), Token);
        Assert.Empty(container.Neighbours);
        await Assert.ThrowsAsync<CniException>(() => plugin.CheckAsync(call.ToContext(), Token));
    }

    [Fact]
    public async Task Refuse_OfTheNextRequest_ReachesThePluginWithTheKernelsWords()
    {
        using var kernel = new FakeKernel();
        var container = WithEth0(kernel);
        kernel.Refuse("RTM_NEWNEIGH", 105, "neighbour table overflow");
        var call = new FakeCall { Kernel = kernel, Netns = container.Namespace, Config = Neighbours, PrevResult = CniResult.Empty };

        var error = await Assert.ThrowsAsync<NetlinkException>(() => new NeighboursPlugin().AddAsync(call.ToContext(), Token));

        Assert.Equal((105, "neighbour table overflow"), (error.Errno, error.KernelMessage));
        Assert.Equal(new FakeRequest(container, "RTM_NEWNEIGH", 105, "neighbour table overflow"), kernel.Requests[^1]);
        Assert.Empty(container.Neighbours);
        await new NeighboursPlugin().AddAsync(call.ToContext(), Token);
        Assert.Single(container.Neighbours);
    }

    [Fact]
    public void Refuse_AfterSome_LetsThosePass()
    {
        using var kernel = new FakeKernel();
        using var socket = RouteSocket.Open();
        kernel.Refuse("RTM_NEWLINK", 12, after: 1);

        var failures = socket.TryExecute(
            LinkRequest.CreateDummy(new DummyOptions { Name = "a" }),
            LinkRequest.CreateDummy(new DummyOptions { Name = "b" }),
            LinkRequest.CreateDummy(new DummyOptions { Name = "c" }));

        Assert.Equal((1, "ENOMEM"), (Assert.Single(failures).RequestIndex, failures[0].ErrnoName));
        Assert.Equal(["lo", "a", "c"], kernel.Host.Links.Select(l => l.Name));
    }

    [Fact]
    public async Task Bridge_WithoutNftables_AddCheckDel_MakesAndRemovesThePair()
    {
        var state = Directory.CreateTempSubdirectory();
        try
        {
            using var kernel = new FakeKernel();
            var container = kernel.AddNamespace();
            var call = new FakeCall
            {
                Kernel = kernel,
                Netns = container.Namespace,
                Config = """{ "bridge": "cni0", "mtu": 1400 }""",
                StateDirectory = state.FullName,
            };
            var plugin = new BridgePlugin();

            var result = await plugin.AddAsync(call.ToContext(), Token);

            Assert.Equal(1400, container.FindLink("eth0")!.Mtu);
            Assert.True(container.FindLink("eth0")!.IsUp);
            var bridge = kernel.Host.FindLink("cni0")!;
            Assert.Equal(bridge.Index, Assert.Single(kernel.Host.Links, l => l.Kind == "veth").MasterIndex);
            await plugin.CheckAsync((call with { Verb = CniVerb.Check, PrevResult = result }).ToContext(), Token);
            await plugin.DelAsync((call with { Verb = CniVerb.Del, PrevResult = result }).ToContext(), Token);
            Assert.Null(container.FindLink("eth0"));
            Assert.DoesNotContain(kernel.Host.Links, l => l.Kind == "veth");
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    [Fact]
    public void CallingThreadsNamespace_WhileAFakeKernelIsOpen_IsItsHost()
    {
        using var kernel = new FakeKernel();
        kernel.Host.SetSysctl("net/ipv4/ip_forward", "1");
        var container = kernel.AddNamespace();

        using var current = NetworkNamespace.OpenCurrent();
        using var byPath = NetworkNamespace.OpenPath(container.Namespace.ProcPath);

        Assert.True(current.IsSameAs(kernel.Host.Namespace));
        Assert.True(byPath.IsSameAs(container.Namespace));
        Assert.Equal("1", Sysctl.Read("net.ipv4.ip_forward"));
        Assert.Equal("0", container.Namespace.Run(() => Sysctl.Read("net.ipv4.ip_forward")));
    }

    [Fact]
    public void Sysctl_ThatIsNotThere_IsRefusedAndNotInvented()
    {
        using var kernel = new FakeKernel();

        var error = Assert.Throws<LinuxException>(() => Sysctl.Write("net.ipv4.no_such", "1"));
        Sysctl.Write("net.ipv4.conf.lo.arp_notify", "1");

        Assert.Equal("ENOENT", error.ErrnoName);
        Assert.Equal("1", kernel.Host.Sysctls["net/ipv4/conf/lo/arp_notify"]);
        Assert.Equal(["net/ipv4/no_such = 1", "net/ipv4/conf/lo/arp_notify = 1"], kernel.Requests.Select(r => r.Text));
    }

    [Fact]
    public void WhatIsNotPlayed_IsRefusedInWordsThatSaySo()
    {
        using var kernel = new FakeKernel();
        using var route = RouteSocket.Open();

        var vlan = Assert.Throws<NetlinkException>(
            () => route.Execute(LinkRequest.CreateVlan(new VlanOptions { Name = "v", Parent = 1, VlanId = 7 })));

        Assert.Equal("EOPNOTSUPP", vlan.ErrnoName);
        Assert.Contains("the fake kernel does not play", vlan.Message, StringComparison.Ordinal);
        Assert.Equal("EOPNOTSUPP", Assert.Throws<LinuxException>(() => LinkMonitor.Open()).ErrnoName);
    }

    private static FakeNamespace WithEth0(FakeKernel kernel)
    {
        var container = kernel.AddNamespace();
        using var socket = RouteSocket.Open(container.Namespace);
        socket.Execute(LinkRequest.CreateDummy(new DummyOptions { Name = "eth0", Up = true }));
        return container;
    }
}
