using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>A container attached through the whole chain, seen by packets.</summary>
public sealed class AttachTests
{
    public static TheoryData<PluginSet, ProtocolType> SetsAndProtocols => new()
    {
        { PluginSet.Reference, ProtocolType.Tcp },
        { PluginSet.Reference, ProtocolType.Udp },
        { PluginSet.CniChain, ProtocolType.Tcp },
        { PluginSet.CniChain, ProtocolType.Udp },
    };

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Container_Attached_ReachesNodeNeighbourAndOutside(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        var runtime = new CniRuntime(node, Networks.For(plugins));
        var containers = node.AddContainers(2);
        var addresses = containers.Select(c => AddressOf(runtime.Add(c))).ToArray();

        using var outside = EchoServer.Start(node.Outside.Namespace, ProtocolType.Tcp, 7);
        containers[0].Exec($"ping -c 1 -w 30 {Networks.Gateway}");
        containers[0].Exec($"ping -c 1 -w 30 {addresses[1]}");
        // The outside machine has no route back to 10.88/16: an answer means that the address was translated.
        var seen = Packet.Exchange(containers[0].Namespace, ProtocolType.Tcp, TestNode.OutsideAddress, 7);
        Assert.Equal($"{TestNode.Address} says hello", seen);
    }

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Container_OnANodeWhoseSettingsAreReadOnly_IsAttached(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        // As in a node that is a container itself; forwarding is on already.
        node.Shell("mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys");
        var runtime = new CniRuntime(node, Networks.BridgeAloneFor(plugins));
        var container = node.AddContainer();

        runtime.Add(container);

        container.Exec($"ping -c 1 -w 30 {Networks.Gateway}");
        runtime.Delete(container);
    }

    [Theory]
    [MemberData(nameof(SetsAndProtocols))]
    public void Port_Published_AnswersFromEverywhereUntilRemoved(PluginSet plugins, ProtocolType protocol)
    {
        using var node = TestNode.Create(plugins);
        var runtime = new CniRuntime(node, Networks.For(plugins));
        var containers = node.AddContainers(2);
        var protocolName = protocol == ProtocolType.Tcp ? "tcp" : "udp";
        runtime.Add(containers[0], Networks.Publish(8080, 80, protocolName));
        runtime.Add(containers[1]);
        using var server = EchoServer.Start(containers[0].Namespace, protocol, 80);

        Assert.Equal(
            $"{TestNode.OutsideAddress} says hello",
            Packet.Exchange(node.Outside.Namespace, protocol, TestNode.Address, 8080));
        Assert.EndsWith("says hello", Packet.Exchange(node.Namespace, protocol, TestNode.Address, 8080), StringComparison.Ordinal);
        Assert.EndsWith("says hello", Packet.Exchange(containers[1].Namespace, protocol, TestNode.Address, 8080), StringComparison.Ordinal);
        Assert.EndsWith("says hello", Packet.Exchange(containers[0].Namespace, protocol, TestNode.Address, 8080), StringComparison.Ordinal);
        Assert.EndsWith("says hello", Packet.Exchange(node.Namespace, protocol, "127.0.0.1", 8080), StringComparison.Ordinal);
        Assert.True(Packet.IsUnanswered(node.Outside.Namespace, protocol, TestNode.Address, 8081));

        runtime.Delete(containers[0]);
        Assert.True(Packet.IsUnanswered(node.Outside.Namespace, protocol, TestNode.Address, 8080));
    }

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void DualStack_Attached_WorksOverBothFamilies(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        var runtime = new CniRuntime(node, Networks.DualStackFor(plugins));
        var container = node.AddContainer();
        var result = runtime.Add(container, Networks.Publish(8080, 80));
        Assert.Equal(["10.88.0.2/16", "fd88::2/64"], result.GetProperty("ips").EnumerateArray().Select(ip => ip.GetProperty("address").GetString()));

        using (EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80))
        {
            Assert.EndsWith("says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address, 8080), StringComparison.Ordinal);
        }

        using var server6 = EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80, AddressFamily.InterNetworkV6);
        Assert.Equal(
            $"{TestNode.OutsideAddress6} says hello",
            Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address6, 8080));
        using var outside = EchoServer.Start(node.Outside.Namespace, ProtocolType.Udp, 7, AddressFamily.InterNetworkV6);
        Assert.Equal(
            $"{TestNode.Address6} says hello",
            Packet.Exchange(container.Namespace, ProtocolType.Udp, TestNode.OutsideAddress6, 7));
    }

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Container_Detached_LeavesOnlyTheBridge(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        var runtime = new CniRuntime(node, Networks.For(plugins));
        var before = node.Snapshot();
        var container = node.AddContainer();
        runtime.Add(container, Networks.Publish(8080, 80));
        if (plugins == PluginSet.CniChain)
        {
            // The reference's portmap 1.1.1 looks for IPv6 chains that it never made for a container without an IPv6 address.
            runtime.Check(container);
        }

        runtime.Delete(container);
        runtime.Delete(container);

        node.AssertReturnsTo(before, s => s.WithoutLink(Networks.Bridge).Only("link", "address", "route", "route6", "rule"));
        var after = node.Snapshot();
        Assert.All(Attached.OnlyContainers(after.Only("file")).Lines, line => Assert.Matches("^file: /var/lib/cni/networks/podnet/lock", line));
        Assert.DoesNotContain(after.Only("nft").Lines, line => line.Contains(container.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(after.Only("nft").Lines, line => line.Contains("10.88.0.2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ProtocolType.Tcp)]
    [InlineData(ProtocolType.Udp)]
    public void Transit_ToAPublishedPortOfAnotherMachine_PassesTheNodeUnchanged(ProtocolType protocol)
    {
        using var node = TestNode.Create();
        var runtime = new CniRuntime(node, Networks.DualStackFor(PluginSet.CniChain));
        runtime.Add(node.AddContainer(), Networks.Publish(8080, 80, protocol == ProtocolType.Tcp ? "tcp" : "udp"));

        // A machine behind the node, which the node routes to.
        var far = node.AddContainer("far");
        node.Shell("""
            ip link add far0 type veth peer name eth0 netns far
            ip addr add 172.31.78.1/24 dev far0; ip addr add fd78::1/64 dev far0 nodad; ip link set far0 up
            """);
        far.Shell("""
            ip addr add 172.31.78.2/24 dev eth0; ip addr add fd78::2/64 dev eth0 nodad; ip link set eth0 up
            ip route add default via 172.31.78.1; ip route add default via fd78::1
            until ip -6 route show table local | grep -q 'local fd78::2 '; do sleep 0.02; done
            """);
        node.Outside.Shell($"ip route add 172.31.78.0/24 via {TestNode.Address}; ip route add fd78::/64 via {TestNode.Address6}");
        var (there, back) = (far.Namespace, node.Outside.Namespace);
        foreach (var (to, from, family) in (ReadOnlySpan<(string, string, AddressFamily)>)
            [("172.31.78.2", TestNode.OutsideAddress, AddressFamily.InterNetwork), ("fd78::2", TestNode.OutsideAddress6, AddressFamily.InterNetworkV6)])
        {
            using var farServer = EchoServer.Start(there, protocol, 8080, family);
            using var outsideServer = EchoServer.Start(back, protocol, 8080, family);
            Assert.Equal($"{from} says hello", Packet.Exchange(back, protocol, to, 8080));
            Assert.Equal($"{to} says hello", Packet.Exchange(there, protocol, from, 8080));
        }
    }

    private static string AddressOf(System.Text.Json.JsonElement result) =>
        result.GetProperty("ips")[0].GetProperty("address").GetString()!.Split('/')[0];
}
