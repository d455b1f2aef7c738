using System.Text.Json;
using CniChain.EndToEnd.Tests.Collecting;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Dhcp;

/// <summary>Leases on a whole node: bridge, dhcp and portmap through <c>cnichain</c>, a real server behind the bridge.</summary>
public sealed class DhcpTests : IDisposable
{
    private const string ServerLog = "/run/dnsmasq.log";

    private const string List = """
        { "cniVersion": "1.0.0", "name": "lan", "plugins": [ { "type": "cnichain", "capabilities": { "portMappings": true },
          "chain": [ { "type": "bridge", "bridge": "lan0", "ipam": { "type": "dhcp" } },
                     { "type": "portmap", "capabilities": { "portMappings": true } } ] } ] }
        """;

    private readonly TestNode _node = TestNode.Create();
    private readonly CniRuntime _runtime;
    private readonly HostView _host;

    public DhcpTests()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/dnsmasq"), "needs dnsmasq-base");
        _runtime = new CniRuntime(_node, List);
        _host = new HostView(_node);
        _node.Shell("""
            ip netns add server
            ip link add lan0 type bridge
            ip link set lan0 up
            ip link add srv0 type veth peer name d0 netns server
            ip link set srv0 master lan0 up
            ip -n server addr add 10.70.0.1/24 dev d0
            ip -n server link set d0 up
            """);
        StartServer("10.70.0.100,10.70.0.150", ServerLog);
    }

    private string Server => File.ReadAllText(_node.HostPath(ServerLog));

    private JsonElement Leases => _node.ExecJson("/opt/cni/bin/cnichain leases --json");

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Lease_OutlivesTheHost_AndIsGivenBackAtDel()
    {
        var container = _node.AddContainer();
        var address = AddressOf(_runtime.Add(container, Networks.Publish(8080, 80)));
        var lease = Assert.Single(Leases.EnumerateArray());
        Assert.Equal((address, "10.70.0.1"), (lease.GetProperty("address").GetString(), lease.GetProperty("server").GetString()));

        var (discovers, acks) = (Count("DHCPDISCOVER"), Count("DHCPACK(d0)"));

        _host.Signal(_host.Process, "KILL");
        HostView.Until(() => _host.Processes.Count == 0, "the host dead");
        Assert.Contains(address, container.Exec("ip -br addr show eth0"), StringComparison.Ordinal);

        // Any call starts another host, which takes the lease up and asks whether it stands.
        _runtime.Check(container);
        HostView.Until(() => Count("DHCPACK(d0)") > acks, "the lease confirmed");
        HostView.Until(() => Count("DHCPACK(d0)") > acks + 1, "the lease extended");
        Assert.Equal(discovers, Count("DHCPDISCOVER"));
        Assert.Contains(address, container.Exec("ip -br addr show eth0"), StringComparison.Ordinal);

        _runtime.Delete(container);
        HostView.Until(() => Count("DHCPRELEASE") == 1, "the lease given back");
        HostView.Until(() => File.ReadAllText(_node.HostPath("/run/dnsmasq.leases")).Trim().Length == 0, "the server's file without it");
        Assert.Empty(Leases.EnumerateArray());
    }

    [Fact]
    public void Address_ThatChanges_IsFollowedByPublishedPortsWhenOnChangeRepairs()
    {
        var list = List.Replace("\"type\": \"dhcp\"", "\"type\": \"dhcp\", \"onChange\": [\"/opt/cni/bin/cnichain\", \"repair\", \"lan\"]", StringComparison.Ordinal);
        _node.WriteFile("/etc/cni/net.d/lan.conflist", list);
        var container = _node.AddContainer();
        new CniRuntime(_node, list).Add(container, Networks.Publish(8080, 80));
        Assert.Contains("10.70.0.1", Ports(), StringComparison.Ordinal);

        _node.Shell("kill -9 $(ip netns pids server); rm -f /run/dnsmasq.leases");
        StartServer("10.70.0.200,10.70.0.220", "/run/dnsmasq2.log");

        HostView.Until(() => Ports().Contains("10.70.0.2", StringComparison.Ordinal), "the published port at the new address");
        Assert.DoesNotContain("10.70.0.1", Ports(), StringComparison.Ordinal);
        Assert.Contains("10.70.0.2", container.Exec("ip -br addr show eth0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WithoutAHost_StartsOneThatKeepsTheLease()
    {
        var container = _node.AddContainer();
        var config = """
            { "cniVersion": "1.0.0", "name": "lan", "type": "cnichain", "chain": [ { "type": "bridge", "bridge": "lan0", "ipam": { "type": "dhcp" } } ] }
            """;
        var call = PluginCall.For(container, "ADD", config) with { Environment = new Dictionary<string, string> { ["CNICHAIN_HOST"] = "off" } };
        call.On(_node).Checked("ADD without a host");

        HostView.Until(() => _node.TryExec("/opt/cni/bin/cnichain host status").ExitCode == 0, "a host");
        HostView.Until(() => Count("DHCPACK(d0)") >= 2, "the lease extended");
        (call with { Command = "DEL" }).On(_node).Checked("DEL without a host");
        HostView.Until(() => Count("DHCPRELEASE") == 1, "the lease given back");
    }

    [Fact]
    public void Lease_OfAnAttachmentNobodyKnows_GcListsItAndGivesItBack()
    {
        _node.WriteFile("/etc/cni/net.d/lan.conflist", List);
        var container = _node.AddContainer();
        _runtime.Add(container);

        // Were its namespace gone, the host would give the lease back by itself.
        _node.Shell($"rm /run/cnichain/attachments/lan@{container.Id}@eth0");

        var removed = GcTests.AssertRemovesWhatItListed(_node, "lan", []);

        Assert.Contains(removed, o => o.StartsWith("lease /var/lib/cnichain/dhcp/", StringComparison.Ordinal));
        HostView.Until(() => Count("DHCPRELEASE") == 1, "the lease given back");
        Assert.Empty(Leases.EnumerateArray());
    }

    private static string AddressOf(JsonElement result) => result.GetProperty("ips")[0].GetProperty("address").GetString()!;

    private void StartServer(string range, string log)
    {
        _node.StartDaemon(
            [
                "ip", "netns", "exec", "server", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=d0",
                "--bind-interfaces", "--user=root", "--no-ping", "--dhcp-authoritative", "--log-dhcp", "--log-facility=-", "--pid-file=",
                $"--dhcp-range={range},255.255.255.0,120s", "--dhcp-option=option:T1,4", "--dhcp-leasefile=/run/dnsmasq.leases",
            ],
            log);
        _node.WaitFor($"grep -q sockets.bound {log}", log);
    }

    private string Ports() => _node.Exec("nft list map inet cnichain_ports ports4");

    private int Count(string text) => Server.Split(text).Length - 1;
}
