using System.Text;

namespace CniChain.Plugins.Tests.Bridge;

/// <summary>The same configuration with the reference plugin and with this one, each on a node of its own.</summary>
public sealed class ReferenceComparisonTests
{
    private const string DualStack = "\"ranges\": [[{\"subnet\": \"10.88.0.0/16\"}], [{\"subnet\": \"fd00:88::/64\"}]]";
    private const string Routes = ", \"routes\": [{\"dst\": \"0.0.0.0/0\"}, {\"dst\": \"::/0\"}, {\"dst\": \"192.0.2.0/24\", \"gw\": \"10.88.0.77\"}]";

    [Theory]
    [InlineData("\"isGateway\": true", DualStack + Routes, "1.0.0")]
    [InlineData("\"isGateway\": true, \"bridge\": \"br-ref\"", DualStack + Routes, "0.4.0")]
    [InlineData("\"isDefaultGateway\": true, \"hairpinMode\": true, \"mtu\": 1400", DualStack, "1.0.0")]
    [InlineData("\"isDefaultGateway\": true, \"promiscMode\": true", "\"subnet\": \"10.88.0.0/24\", \"gateway\": \"10.88.0.254\"", "0.3.1")]
    [InlineData("\"isDefaultGateway\": true, \"enabledad\": true", "\"subnet\": \"fd00:88::/64\"", "1.0.0")]
    [InlineData("\"isGateway\": false, \"args\": {\"cni\": {\"mac\": \"02:11:22:33:44:55\"}}", DualStack, "1.0.0")]
    [InlineData("\"isGateway\": true, \"dns\": {\"nameservers\": [\"10.0.0.53\"], \"search\": [\"a.example\"]}", DualStack, "0.2.0")]
    [InlineData("\"isGateway\": true, \"mtu\": 9000", "", "1.0.0")]
    public async Task Add_SameConfiguration_GivesTheSameResultAndLinks(string keys, string ipam, string version)
    {
        ReferencePlugin.SkipUnlessInstalled();
        using var theirs = BridgeNode.Create();
        using var ours = BridgeNode.Create();
        var (theirContainer, ourContainer) = (theirs.NewContainer(), ours.NewContainer());
        var reference = new ReferencePlugin(theirs.Host, theirContainer, theirs.NewFolder());
        var helper = new ReferencePlugin(ours.Host, ourContainer, ours.NewFolder());
        var configuration = helper.Configuration(keys, ipam, version);

        var expected = reference.Run("bridge", "ADD", reference.Configuration(keys, ipam, version)).Checked().Output;
        var result = await ours.Plugin.AddAsync(
            ours.Call(CniVerb.Add, ourContainer, configuration, helper.Ipam(configuration)),
            TestContext.Current.CancellationToken);

        var actual = Encoding.UTF8.GetString(CniResultWriter.ToUtf8(result, ours.Call(CniVerb.Add, ourContainer, configuration, FakeIpam.None()).Config.CniVersion));
        Assert.Equal(KernelState.Plain(expected, theirContainer), KernelState.Plain(actual, ourContainer));
        foreach (var command in new[] { "ip -j -d addr", "ip -j -4 -d route show table all", "ip -j -6 -d route", "bridge -j -d link" })
        {
            KernelState.AssertSame(theirs.Host, ours.Host, command);
            KernelState.AssertSame(theirContainer, ourContainer, command);
        }

        foreach (var key in new[] { "net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding", $"net.ipv6.conf.{ours.HostLinks().First()}.accept_ra" })
        {
            Assert.Equal(theirs.Host.Exec($"sysctl {key}"), ours.Host.Exec($"sysctl {key}"));
        }

        foreach (var key in new[] { "ipv4.conf.eth0.arp_notify", "ipv6.conf.eth0.accept_dad", "ipv6.conf.eth0.enhanced_dad" })
        {
            Assert.Equal(theirContainer.Exec($"sysctl net.{key}"), ourContainer.Exec($"sysctl net.{key}"));
        }
    }

    [Theory]
    [InlineData("\"isGateway\": true", DualStack + Routes)]
    public async Task Del_WhatTheReferenceAdded_LeavesTheBridgeOnly(string keys, string ipam)
    {
        ReferencePlugin.SkipUnlessInstalled();
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var leases = node.NewFolder();
        var reference = new ReferencePlugin(node.Host, container, leases);
        var configuration = reference.Configuration(keys, ipam, "1.0.0");
        reference.Run("bridge", "ADD", configuration).Checked();

        await node.Plugin.DelAsync(
            node.Call(CniVerb.Del, container, configuration, reference.Ipam(configuration)),
            TestContext.Current.CancellationToken);

        Assert.Equal(["cni0"], node.HostLinks());
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(leases, "testnet")), f => Path.GetFileName(f).StartsWith("10.", StringComparison.Ordinal));
    }
}
