using System.Text;
using CniChain.Plugins.Tests.Bridge;

namespace CniChain.Plugins.Tests.Macvlan;

/// <summary>The same configuration with the reference plugin and with this one, each on a node of its own.</summary>
public sealed class MacvlanReferenceComparisonTests
{
    private const string Ranges = "\"ranges\": [[{\"subnet\": \"10.9.0.0/24\", \"rangeStart\": \"10.9.0.50\"}]], \"routes\": [{\"dst\": \"192.0.2.0/24\", \"gw\": \"10.9.0.77\"}]";
    private const string DualStack = "\"ranges\": [[{\"subnet\": \"10.9.0.0/24\", \"rangeStart\": \"10.9.0.50\"}], [{\"subnet\": \"fd09::/64\", \"rangeStart\": \"fd09::50\"}]], \"routes\": [{\"dst\": \"::/0\"}]";

    [Theory]
    [InlineData("\"master\": \"up0\"", Ranges, "1.0.0")]
    [InlineData("\"mtu\": 1400, \"mode\": \"private\"", Ranges, "0.4.0")]
    [InlineData("\"mode\": \"vepa\", \"mac\": \"02:11:22:33:44:55\"", DualStack, "1.0.0")]
    [InlineData("\"mode\": \"passthru\", \"dns\": {\"nameservers\": [\"10.0.0.53\"]}", Ranges, "0.3.1")]
    [InlineData("\"mode\": \"bridge\", \"runtimeConfig\": {\"mac\": \"02:11:22:33:44:66\"}", "", "1.0.0")]
    public async Task Add_SameConfiguration_GivesTheSameResultAndLink(string keys, string ipam, string version)
    {
        ReferencePlugin.SkipUnlessInstalled("macvlan");
        using var theirs = MacvlanNode.Create();
        using var ours = MacvlanNode.Create();
        var (theirContainer, ourContainer) = (theirs.NewContainer(), ours.NewContainer());
        var reference = new ReferencePlugin(theirs.Host, theirContainer, theirs.NewFolder());
        var helper = new ReferencePlugin(ours.Host, ourContainer, ours.NewFolder());
        var configuration = helper.Configuration(keys, ipam, version, "macvlan");

        var expected = reference.Run("macvlan", "ADD", reference.Configuration(keys, ipam, version, "macvlan")).Checked().Output;
        var call = ours.Call(CniVerb.Add, ourContainer, configuration, helper.Ipam(configuration));
        var result = await ours.Plugin.AddAsync(call, TestContext.Current.CancellationToken);

        var actual = Encoding.UTF8.GetString(CniResultWriter.ToUtf8(result, call.Config.CniVersion));
        Assert.Equal(KernelState.Plain(expected, theirContainer), KernelState.Plain(actual, ourContainer));
        foreach (var command in new[] { "ip -j -d addr", "ip -j -4 -d route show table all", "ip -j -6 -d route" })
        {
            KernelState.AssertSame(theirContainer, ourContainer, command);
        }

        // The installed reference may be older than its own ndisc_notify, and it sets neither for a layer 2 network.
        Assert.Equal(theirContainer.Exec("sysctl net.ipv6.conf.eth0.accept_dad"), ourContainer.Exec("sysctl net.ipv6.conf.eth0.accept_dad"));
        Assert.Equal("1\n1\n", ourContainer.Exec("sysctl -n net.ipv4.conf.eth0.arp_notify net.ipv6.conf.eth0.ndisc_notify"));
    }

    [Theory]
    [InlineData("\"master\": \"up0\"", Ranges)]
    public async Task Del_WhatTheReferenceAdded_LeavesNothing(string keys, string ipam)
    {
        ReferencePlugin.SkipUnlessInstalled("macvlan");
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var leases = node.NewFolder();
        var reference = new ReferencePlugin(node.Host, container, leases);
        var configuration = reference.Configuration(keys, ipam, "1.0.0", "macvlan");
        var output = reference.Run("macvlan", "ADD", configuration).Checked().Output;
        using var document = System.Text.Json.JsonDocument.Parse(output);
        var prevResult = CniResultReader.Read(document.RootElement, CniVersion.V1_0_0);

        await node.CheckAsync(container, configuration, reference.Ipam(configuration), prevResult);
        await node.DelAsync(container, configuration, reference.Ipam(configuration), prevResult);

        Assert.Equal("", MacvlanNode.Links(container));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(leases, "testnet")), f => Path.GetFileName(f).StartsWith("10.", StringComparison.Ordinal));
    }
}
