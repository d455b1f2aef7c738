using System.Net.Sockets;
using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>Somebody takes things away from under a running container, and <c>cnichain repair</c> puts them back.</summary>
public sealed class RepairTests
{
    private const string Chain = """
        { "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": true, "hairpinMode": true, "macspoofchk": true,
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }], [{ "subnet": "fd88::/64" }]] } },
        { "type": "portmap", "capabilities": { "portMappings": true } }
        """;

    private const string Sole = $$"""
        { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [ {{Chain}} ] } ] }
        """;

    private const string ByName = $$"""{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ {{Chain}} ] }""";

    public static TheoryData<string, string> Losses => new()
    {
        { "nft flush ruleset", "masqueraded" },
        { "nft delete table inet cnichain_ports", "cnichain_ports" },
        { "ip addr del 10.88.0.1/16 dev cni0", "10.88.0.1/16" },
        { "ip link del cni0", "\"cni0\" is gone" },
        { "ip link set cni0 down", "down" },
        { "echo 0 > /proc/sys/net/ipv4/ip_forward", "ip_forward" },
        { "bridge link set dev $(ls /sys/class/net/cni0/brif) hairpin off", "hairpin" },
        { "ip link set $(ls /sys/class/net/cni0/brif) nomaster", "not attached" },
        { "ip link set $(ls /sys/class/net/cni0/brif) address 02:00:00:00:00:99 alias somebody", "somebody" },
        { "ip netns exec container1 ip link set eth0 address 02:00:00:00:00:98", "02:00:00:00:00:98" },
        { "ip netns exec container1 ip addr del 10.88.0.2/16 dev eth0", "10.88.0.2/16" },
        { "ip netns exec container1 ip link set eth0 down", "down" },
        { "ip netns exec container1 ip route del default", "0.0.0.0/0" },
        { "ip netns exec container1 ip route del 10.88.0.0/16", "10.88.0.0/16" },
        { "ip netns exec container1 ip route del fd88::/64", "fd88::/64" },
        { "rm /var/lib/cni/networks/podnet/10.88.0.2", "10.88.0.2 is not leased" },
        { "nft flush ruleset; ip addr flush dev cni0; rm /var/lib/cni/networks/podnet/*; ip netns exec container1 ip -6 addr flush dev eth0", "masqueraded" },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void SomethingIsTakenAway_Repaired_PacketsArriveAgain(string loss, string problem)
    {
        using var node = TestNode.Create();
        var (runtime, container) = Attach(node, Sole);
        using var server = EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80);
        using var outside = EchoServer.Start(node.Outside.Namespace, ProtocolType.Tcp, 7);
        AssertReachable(node, container);
        node.Shell(loss);

        var found = Repair(node, "--dry-run");
        Assert.Contains(found, f => f.Outcome == "found" && f.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.NotEqual(0, runtime.TryCheck(container).Reply.ExitCode);
        Assert.All(Repair(node), f => Assert.Equal(("repaired", f.Problem), (f.Outcome, f.Problem)));
        Assert.Empty(Repair(node));

        runtime.Check(container);
        AssertReachable(node, container);
        runtime.Delete(container);
        Assert.Equal("", node.Exec("nft list ruleset"));
    }

    [Fact]
    public void PluginsCalledByName_RulesetFlushed_RepairedToo()
    {
        using var node = TestNode.Create();
        var (runtime, container) = Attach(node, ByName);
        using var server = EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80);
        using var outside = EchoServer.Start(node.Outside.Namespace, ProtocolType.Tcp, 7);
        node.Shell("nft flush ruleset");

        Assert.Equal(["bridge", "portmap"], Repair(node).Select(f => f.Plugin).Order());

        AssertReachable(node, container);
        runtime.Check(container);
    }

    [Fact]
    public void NothingIsMissing_NothingIsTouched()
    {
        using var node = TestNode.Create();
        Attach(node, Sole);
        var before = node.Snapshot();

        Assert.Empty(Repair(node));

        node.AssertReturnsTo(before);
    }

    [Fact]
    public void InterfaceOrNamespaceIsGone_SaysWhatToDo()
    {
        using var node = TestNode.Create();
        var (_, container) = Attach(node, Sole);
        node.Shell("ip netns exec container1 ip link del eth0");
        var failed = node.Run(["/opt/cni/bin/cnichain", "repair", "podnet", "--json"]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("DEL and ADD the container again", failed.Output, StringComparison.Ordinal);

        container.RemoveNamespace();
        var gone = Assert.Single(Repair(node));
        Assert.Equal("gone", gone.Outcome);
        Assert.Contains("cnichain gc podnet", gone.Problem, StringComparison.Ordinal);
    }

    private static (CniRuntime Runtime, TestContainer Container) Attach(TestNode node, string list)
    {
        node.WriteFile("/etc/cni/net.d/10-podnet.conflist", list);
        var runtime = new CniRuntime(node, list);
        var container = node.AddContainer();
        runtime.Add(container, Networks.Publish(8080, 80));
        return (runtime, container);
    }

    private static void AssertReachable(TestNode node, TestContainer container)
    {
        Assert.EndsWith("says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address, 8080), StringComparison.Ordinal);
        Assert.EndsWith("says hello", Packet.Exchange(node.Namespace, ProtocolType.Tcp, "127.0.0.1", 8080), StringComparison.Ordinal);
        Assert.Equal($"{TestNode.Address} says hello", Packet.Exchange(container.Namespace, ProtocolType.Tcp, TestNode.OutsideAddress, 7));
    }

    private static List<(string Plugin, string Problem, string Outcome)> Repair(TestNode node, params string[] options) =>
    [
        .. JsonElement.Parse(node.Run(["/opt/cni/bin/cnichain", "repair", "podnet", "--json", .. options]).Checked().Output).EnumerateArray()
            .Select(f => (f.GetProperty("plugin").GetString()!, f.GetProperty("problem").GetString()!, f.GetProperty("outcome").GetString()!)),
    ];
}
