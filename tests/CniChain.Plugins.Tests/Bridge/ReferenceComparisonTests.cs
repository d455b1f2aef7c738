using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

/// <summary>The same configuration with the reference plugin and with this one, each on a node of its own.</summary>
public sealed partial class ReferenceComparisonTests
{
    private const string DualStack = "\"ranges\": [[{\"subnet\": \"10.88.0.0/16\"}], [{\"subnet\": \"fd00:88::/64\"}]]";
    private const string Routes = ", \"routes\": [{\"dst\": \"0.0.0.0/0\"}, {\"dst\": \"::/0\"}, {\"dst\": \"192.0.2.0/24\", \"gw\": \"10.88.0.77\"}]";

    // Indices, names and addresses that differ between any two runs; timers; what this plugin adds on purpose: an owner, no wait for DAD.
    private static readonly HashSet<string> s_passedOver =
    [
        "ifindex", "link_index", "link_netnsid", "address", "ifalias", "bridge_id", "root_id", "hello_timer", "tcn_timer", "topology_change_timer", "gc_timer",
        "hold_timer", "message_age_timer", "forward_delay_timer", "designated_bridge", "designated_port", "nodad", "tentative", "stats", "stats64",

        // Plugins 1.1 made veths with a queue of length 0 by mistake; later ones don't.
        "txqlen",
    ];

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
        var reference = new ReferencePlugin(theirs, theirContainer, theirs.NewFolder());
        var helper = new ReferencePlugin(ours, ourContainer, ours.NewFolder());
        var configuration = helper.Configuration(keys, ipam, version);

        var expected = reference.Run("bridge", "ADD", reference.Configuration(keys, ipam, version)).Checked().Output;
        var result = await ours.Plugin.AddAsync(
            ours.Call(CniVerb.Add, ourContainer, configuration, helper.Ipam(configuration)),
            TestContext.Current.CancellationToken);

        var actual = Encoding.UTF8.GetString(CniResultWriter.ToUtf8(result, ours.Call(CniVerb.Add, ourContainer, configuration, FakeIpam.None()).Config.CniVersion));
        Assert.Equal(Plain(expected, theirContainer), Plain(actual, ourContainer));
        foreach (var command in new[] { "ip -j -d addr", "ip -j -4 -d route show table all", "ip -j -6 -d route", "bridge -j -d link" })
        {
            AssertSame(theirs.Host, ours.Host, command);
            AssertSame(theirContainer, ourContainer, command);
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
        var reference = new ReferencePlugin(node, container, leases);
        var configuration = reference.Configuration(keys, ipam, "1.0.0");
        reference.Run("bridge", "ADD", configuration).Checked();

        await node.Plugin.DelAsync(
            node.Call(CniVerb.Del, container, configuration, reference.Ipam(configuration)),
            TestContext.Current.CancellationToken);

        Assert.Equal(["cni0"], node.HostLinks());
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(leases, "testnet")), f => Path.GetFileName(f).StartsWith("10.", StringComparison.Ordinal));
    }

    /// <summary>The kernel settles operational states in its own time, up to a second after the change that caused them.</summary>
    private static void AssertSame(TestNamespace theirs, TestNamespace ours, string command)
    {
        for (var attempt = 0; attempt < 50 && Kernel(theirs, command) != Kernel(ours, command); attempt++)
        {
            Thread.Sleep(100);
        }

        Assert.Equal(Kernel(theirs, command), Kernel(ours, command));
    }

    /// <summary>JSON without what differs between any two runs, its members in order.</summary>
    private static string Kernel(TestNamespace place, string command)
    {
        var text = place.Exec(command);
        var array = JsonNode.Parse(string.IsNullOrWhiteSpace(text) ? "[]" : text)!.AsArray();
        var lines = array.Select(n => Plain(Strip(n!).ToJsonString(), place)).Where(l => !l.Contains("fe80::", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static JsonNode Strip(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array.Where(i => i is JsonObject o && o["local"]?.GetValue<string>().StartsWith("fe80:", StringComparison.Ordinal) == true).ToList())
            {
                array.Remove(item);
            }

            foreach (var item in array)
            {
                _ = item is null ? null : Strip(item);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (key, value) in members.ToList())
            {
                if (s_passedOver.Contains(key))
                {
                    members.Remove(key);
                }
                else if (value is not null)
                {
                    Strip(value);
                }
            }
        }

        return node;
    }

    private static string Plain(string text, TestNamespace container) =>
        Dns().Replace(Mac().Replace(Veth().Replace(text, "VETH"), "MAC").Replace(container.Path, "NETNS", StringComparison.Ordinal).Trim(), "");

    // The reference library wrote an empty "dns" up to its version 1.1.
    [GeneratedRegex(",\\s*\"dns\": \\{\\}")]
    private static partial Regex Dns();

    [GeneratedRegex("veth[0-9a-f]{8}")]
    private static partial Regex Veth();

    [GeneratedRegex("([0-9a-f]{2}:){5}[0-9a-f]{2}")]
    private static partial Regex Mac();
}
