using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Mixed;

/// <summary>The reference's chained plugins, executed between and behind ours.</summary>
public sealed class MetaPluginTests
{
    private const string Tuning = """{ "type": "tuning", "mtu": 1400, "sysctl": { "net.ipv4.conf.eth0.log_martians": "1" } }""";

    private const string Bandwidth = """
        { "type": "bandwidth", "ingressRate": 80000000, "ingressBurst": 8000000, "egressRate": 40000000, "egressBurst": 8000000 }
        """;

    private const string Firewall = """{ "type": "firewall", "backend": "iptables" }""";

    private const string Sbr = """{ "type": "sbr" }""";

    [Fact]
    public void Chain_TuningBandwidthFirewallSbr_DoTheirWorkAndGoAway()
    {
        using var mixed = MixedNode.Create("tuning", "bandwidth", "firewall", "sbr");
        var runtime = mixed.Runtime(MixedNode.Bridge, Tuning, Bandwidth, Firewall, Sbr, MixedNode.Portmap);
        var container = mixed.Node.AddContainer();

        var result = runtime.Add(container, Networks.Publish(8080, 80));
        runtime.Check(container);

        var (address, port) = (MixedNode.AddressOf(result), MixedNode.HostEnd(result));
        Assert.Equal(1400, container.ExecJson("ip -j link show eth0")[0].GetProperty("mtu").GetInt32());
        Assert.Equal("net.ipv4.conf.eth0.log_martians = 1", container.Exec("sysctl net.ipv4.conf.eth0.log_martians").Trim());
        Assert.Contains("tbf", mixed.Node.Exec($"tc qdisc show dev {port} root"), StringComparison.Ordinal);
        Assert.Contains("ingress", mixed.Node.Exec($"tc qdisc show dev {port}"), StringComparison.Ordinal);
        Assert.Contains("bwp", mixed.Node.Exec("ip -br link show type ifb"), StringComparison.Ordinal);
        Assert.Contains($"-A CNI-FORWARD -s {address}/32 -j ACCEPT", mixed.Node.Exec("iptables-save -t filter"), StringComparison.Ordinal);
        Assert.Contains(container.ExecJson("ip -j rule").EnumerateArray(), r => r.GetProperty("src").GetString() == address);
        using (EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80))
        {
            Assert.EndsWith("says hello", Packet.Exchange(mixed.Node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address, 8080), StringComparison.Ordinal);
        }

        // Once: the reference's sbr fails at a second DEL, whose interface is gone.
        runtime.Delete(container);
        Assert.Empty(mixed.LeftOf(container, address));
        Assert.Equal("", mixed.Node.Exec("ip -br link show type ifb"));
        Assert.DoesNotContain("eth0", container.Exec("ip -br link"), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WhatAnExecutedPluginMadeIsGone_IsItsError()
    {
        using var mixed = MixedNode.Create("bandwidth");
        var runtime = mixed.Runtime(MixedNode.Bridge, Bandwidth, MixedNode.Portmap);
        var container = mixed.Node.AddContainer();
        runtime.Add(container);
        runtime.Check(container);

        mixed.Node.Exec($"ip link del {mixed.Node.Exec("ip -br link show type ifb").Split(' ')[0]}");

        var failure = Assert.Throws<InvalidOperationException>(() => runtime.Check(container));
        Assert.Contains("bandwidth", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_AnExecutedPluginFailsInTheMiddle_LeavesTheNodeAsItWas()
    {
        using var mixed = MixedNode.Create("bandwidth", "tuning", "firewall");
        var runtime = mixed.Runtime(
            MixedNode.Bridge, Bandwidth, """{ "type": "tuning", "sysctl": { "net.no.such": "1" } }""", Firewall, MixedNode.Portmap);
        var container = mixed.Node.AddContainer();
        var before = mixed.Node.Snapshot();

        var failure = Assert.Throws<InvalidOperationException>(() => runtime.Add(container, Networks.Publish(8080, 80)));

        Assert.Contains("tuning", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the undo was not complete", failure.Message, StringComparison.Ordinal);
        mixed.Node.AssertReturnsTo(before, OfAnAttachment);
        Assert.DoesNotContain("eth0", container.Exec("ip -br link"), StringComparison.Ordinal);
        runtime.Delete(container);
        mixed.Node.AssertReturnsTo(before, OfAnAttachment);
    }

    [Fact]
    public void Add_OursFailsBehindExecutedOnes_TheyAreUndone()
    {
        using var mixed = MixedNode.Create("bandwidth", "firewall", "tuning");
        var runtime = mixed.Runtime(MixedNode.Bridge, Tuning, Bandwidth, Firewall, MixedNode.Portmap);
        var containers = mixed.Node.AddContainers(2);
        var first = runtime.Add(containers[0], Networks.Publish(8080, 80));
        var before = mixed.Node.Snapshot();

        var failure = Assert.Throws<InvalidOperationException>(() => runtime.Add(containers[1], Networks.Publish(8080, 80)));

        Assert.Contains("8080", failure.Message, StringComparison.Ordinal);
        Assert.Contains(containers[0].Id, failure.Message, StringComparison.Ordinal);
        mixed.Node.AssertReturnsTo(before, s => OfAnAttachment(s).Without("\"expr\""));
        Assert.Empty(mixed.LeftOf(containers[1], "10.88.0.3"));
        Assert.Contains(MixedNode.AddressOf(first), mixed.Node.Exec("iptables-save"), StringComparison.Ordinal);
    }

    [Fact]
    public void List_OursByLinksAmongTheReferences_WorksAsARuntimeRunsIt()
    {
        using var mixed = MixedNode.Create("tuning", "firewall");
        var runtime = new CniRuntime(
            mixed.Node,
            $$"""{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ {{MixedNode.Bridge}}, {{Tuning}}, {{Firewall}}, {{MixedNode.Portmap}} ] }""");
        var container = mixed.Node.AddContainer();

        var result = runtime.Add(container, Networks.Publish(8080, 80));
        runtime.Check(container);
        using (EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80))
        {
            Assert.EndsWith("says hello", Packet.Exchange(mixed.Node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address, 8080), StringComparison.Ordinal);
        }

        runtime.Delete(container);
        Assert.Empty(mixed.LeftOf(container, MixedNode.AddressOf(result)));
    }

    // The bridge stays for whoever comes next, the pool goes on with another address, and tables stay empty until the last port goes.
    private static NodeSnapshot OfAnAttachment(NodeSnapshot snapshot) =>
        Attached.OnlyContainers(snapshot).WithoutLink(Networks.Bridge).Without("/networks/podnet/lock").Without("cni_hostport").Without("cnichain_");
}
