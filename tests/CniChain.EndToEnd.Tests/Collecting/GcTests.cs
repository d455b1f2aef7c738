using System.Text.Json;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Collecting;

/// <summary><c>cnichain gc --dry-run</c> names every object that <c>cnichain gc</c> then removes, and no other.</summary>
public sealed class GcTests
{
    private const string Ranges = """[[{ "subnet": "10.88.0.0/16" }], [{ "subnet": "fd88::/64" }]]""";

    private const string Chain = $$"""
        { "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": true, "macspoofchk": true,
          "ipam": { "type": "host-local", "ranges": {{Ranges}} } },
        { "type": "portmap", "capabilities": { "portMappings": true } }
        """;

    private const string Macvlan = """
        { "type": "macvlan", "master": "up0", "ipam": { "type": "host-local", "subnet": "172.31.77.0/24", "rangeStart": "172.31.77.50" } }
        """;

    [Fact]
    public void BridgeAndPortmap_OrphansOfEveryKind_DryRunListsWhatTheRunRemoves()
    {
        using var node = TestNode.Create();
        var runtime = NewNetwork(node, "podnet", Chain);
        var other = NewNetwork(node, "othernet", Chain.Replace("cni0", "cni1", StringComparison.Ordinal)
            .Replace("10.88.", "10.89.", StringComparison.Ordinal).Replace("fd88:", "fd89:", StringComparison.Ordinal));
        var containers = node.AddContainers(4);
        runtime.Add(containers[0], Networks.Publish(8080, 80));
        runtime.Add(containers[1], Networks.Publish(8081, 80, "udp"));
        runtime.Add(containers[2], """{ "portMappings": [{ "hostPort": 8082, "containerPort": 80, "protocol": "tcp", "hostIP": "172.31.77.1" }] }""");
        other.Add(containers[3], Networks.Publish(8083, 80));
        var kept = Owned(node, containers[0].Id, containers[3].Id);

        // A container without its journal entry, one without its namespace, and files that name no attachment at all.
        node.Shell($"rm /run/cnichain/attachments/podnet@{containers[1].Id}@eth0");
        RemoveNamespace(node, containers[2]);
        node.Shell("""
            printf oldid > /var/lib/cni/networks/podnet/10.88.0.77
            : > /var/lib/cni/networks/podnet/10.88.0.78
            printf '{' > /run/cnichain/attachments/podnet@torn@eth0
            """);

        var removed = AssertRemovesWhatItListed(node, "podnet", []);

        Assert.All(
            ["link veth", "nft element inet cnichain_masq leaves-10", "nft element inet cnichain_masq leaves-fd88", "nft element bridge cnichain_spoof guarded",
                "nft element bridge cnichain_spoof allowed", "nft element inet cnichain_ports ports4 udp . 8081", "nft element inet cnichain_ports ports6",
                "nft element inet cnichain_ports hostports4 172.31.77.1 . tcp . 8082", "nft element inet cnichain_ports targets4", "lease 10.88.0.77",
                "lease 10.88.0.78", "lease fd88::", "journal entry podnet@torn@eth0", $"journal entry podnet@{containers[2].Id}@eth0"],
            start => Assert.Contains(removed, o => o.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(kept, Owned(node, containers[0].Id, containers[3].Id));
        Assert.Empty(AssertRemovesWhatItListed(node, "podnet", []));
        runtime.Check(containers[0]);
        other.Check(containers[3]);
    }

    [Fact]
    public void Macvlan_InterfaceOfANamespaceThatStays_DryRunListsWhatTheRunRemoves()
    {
        using var node = TestNode.Create();
        var runtime = NewNetwork(node, "lan", Macvlan);
        var containers = node.AddContainers(2);
        runtime.Add(containers[0]);
        runtime.Add(containers[1]);
        node.Shell($"rm /run/cnichain/attachments/lan@{containers[1].Id}@eth0");

        var removed = AssertRemovesWhatItListed(node, "lan", containers);

        Assert.Contains($"link eth0 in {containers[1].NetnsPath}", removed);
        Assert.Contains("lease 172.31.77.51", removed);
        runtime.Check(containers[0]);
    }

    [Fact]
    public async Task WhileContainersComeAndGo_NoneOfThemIsCollected()
    {
        using var node = TestNode.Create();
        var runtime = NewNetwork(node, "podnet", Chain);
        var containers = node.AddContainers(3);
        var isOver = false;
        var churn = containers.Select((container, i) => Task.Run(
            () =>
            {
                while (!Volatile.Read(ref isOver))
                {
                    runtime.Add(container, Networks.Publish(8080 + i, 80));
                    runtime.Check(container);
                    runtime.Delete(container);
                }
            },
            TestContext.Current.CancellationToken)).ToList();

        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(Gc(node, "podnet", "removed"));
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(churn);
    }

    [Fact]
    public void Ps_All_ShowsWhatTheJournalDoesNotKnow()
    {
        using var node = TestNode.Create();
        var runtime = NewNetwork(node, "podnet", Chain);
        var containers = node.AddContainers(2);
        runtime.Add(containers[0], Networks.Publish(8080, 80));
        runtime.Add(containers[1], Networks.Publish(8081, 80));
        node.Shell($"rm /run/cnichain/attachments/podnet@{containers[1].Id}@eth0; printf oldid > /var/lib/cni/networks/podnet/10.88.0.77");

        var shown = node.ExecJson("/opt/cni/bin/cnichain ps --all --json").EnumerateArray().ToList();

        Assert.Equal(
            [(containers[0].Id, "attached"), (containers[1].Id, "unknown"), ("oldid", "unknown")],
            shown.Select(a => (a.GetProperty("containerID").GetString(), a.GetProperty("state").GetString())));
        var objects = shown[1].GetProperty("objects").EnumerateArray().Select(o => o.GetString()!).ToList();
        Assert.Contains("lease 10.88.0.3", objects);
        Assert.Contains("nft element inet cnichain_ports ports4 tcp . 8081", objects);
        Assert.Contains(objects, o => o.StartsWith("link veth", StringComparison.Ordinal));
        Assert.Contains("not in the journal", node.Exec("/opt/cni/bin/cnichain ps -a podnet"), StringComparison.Ordinal);
        Assert.Single(node.ExecJson("/opt/cni/bin/cnichain ps --json").EnumerateArray());
    }

    [Fact]
    public void ExecutedPlugin_DryRunSaysThatItIsNotAsked()
    {
        using var node = TestNode.Create();
        Assert.SkipUnless(File.Exists("/usr/lib/cni/tuning"), "needs containernetworking-plugins in /usr/lib/cni");
        NewNetwork(node, "podnet", $$"""{{Chain}}, { "type": "tuning" }""");

        var listed = node.Run(["/opt/cni/bin/cnichain", "gc", "podnet", "--dry-run"]).Checked();

        Assert.Contains("tuning (/opt/cni/bin/tuning) does not say what it holds", listed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("portmap (", listed.Error, StringComparison.Ordinal);
    }

    /// <summary>Runs both, and compares their lists with each other and with what is gone from the node.</summary>
    internal static IReadOnlySet<string> AssertRemovesWhatItListed(TestNode node, string network, IReadOnlyList<TestContainer> containers)
    {
        var before = NodeObjects.Read(node, containers);
        var listed = Gc(node, network, "found", "--dry-run");
        Assert.Equal(before.Order(), NodeObjects.Read(node, containers).Order());

        Assert.Equal(listed.Order(), Gc(node, network, "removed").Order());

        var removed = before.Except(NodeObjects.Read(node, containers)).ToHashSet();
        Assert.Equal(listed.Order(), removed.Order());
        return removed;
    }

    /// <summary>Takes a container's namespace away, and waits until the kernel has taken the link along, which it does by and by.</summary>
    internal static void RemoveNamespace(TestNode node, TestContainer container)
    {
        container.RemoveNamespace();
        HostView.Until(() => !node.Exec("ip -d link").Contains($"/{container.Id}/", StringComparison.Ordinal), "the link gone with its namespace");
    }

    private static List<string> Gc(TestNode node, string network, string outcome, params string[] options)
    {
        var answer = JsonElement.Parse(node.Run(["/opt/cni/bin/cnichain", "gc", network, "--json", .. options]).Checked().Output);
        var objects = answer.GetProperty("objects").EnumerateArray().ToList();
        Assert.All(objects, o => Assert.Equal(outcome, o.GetProperty("outcome").GetString()));
        return [.. objects.Select(o => $"{o.GetProperty("kind")} {o.GetProperty("name")}".Replace("\"", "", StringComparison.Ordinal))];
    }

    private static List<string> Owned(TestNode node, params string[] ids) =>
        [.. node.Snapshot().Lines.Where(line => ids.Any(id => line.Contains(id, StringComparison.Ordinal)))];

    private static CniRuntime NewNetwork(TestNode node, string name, string chain)
    {
        var list = $$"""
            { "cniVersion": "1.0.0", "name": "{{name}}", "plugins": [ { "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [ {{chain}} ] } ] }
            """;
        node.WriteFile($"/etc/cni/net.d/{name}.conflist", list);
        return new CniRuntime(node, list);
    }
}
