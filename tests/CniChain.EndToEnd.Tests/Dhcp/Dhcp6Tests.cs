using System.Text.Json;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Dhcp;

/// <summary>Both families' leases on a whole node: bridge, dhcp and portmap through <c>cnichain</c>, a real server that advertises itself as router.</summary>
public sealed class Dhcp6Tests : IDisposable
{
    private const string ServerLog = "/run/dnsmasq.log";

    private const string List = """
        { "cniVersion": "1.0.0", "name": "lan", "plugins": [ { "type": "cnichain", "capabilities": { "portMappings": true },
          "chain": [ { "type": "bridge", "bridge": "lan0", "ipam": { "type": "dhcp", "family": "dual" } },
                     { "type": "portmap", "capabilities": { "portMappings": true } } ] } ] }
        """;

    private readonly TestNode _node = TestNode.Create();
    private readonly CniRuntime _runtime;
    private readonly HostView _host;

    public Dhcp6Tests()
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
            ip netns exec server sh -c 'echo 0 > /proc/sys/net/ipv6/conf/d0/accept_dad'
            ip -n server addr add 10.70.0.1/24 dev d0
            ip -n server addr add fd70::1/64 dev d0 nodad
            ip -n server link set d0 up
            """);
        _node.Shell("for i in $(seq 500); do ip -n server addr show dev d0 scope link | grep -q fe80 && exit 0; sleep 0.02; done; exit 1");
        _node.StartDaemon(
            [
                "ip", "netns", "exec", "server", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=d0",
                "--bind-interfaces", "--user=root", "--no-ping", "--dhcp-authoritative", "--log-dhcp", "--log-facility=-", "--pid-file=", "--enable-ra",
                "--dhcp-range=10.70.0.100,10.70.0.150,255.255.255.0,120s", "--dhcp-range=fd70::100,fd70::150,64,120s", "--dhcp-leasefile=/run/dnsmasq.leases",
            ],
            ServerLog);
        _node.WaitFor($"grep -q sockets.bound {ServerLog}", ServerLog);
    }

    private JsonElement Leases => _node.ExecJson("/opt/cni/bin/cnichain leases --json");

    private string ServersLeases => File.ReadAllText(_node.HostPath("/run/dnsmasq.leases"));

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Leases_OfBothFamilies_OutliveTheHost_AndAreGivenBackAtDel()
    {
        var container = _node.AddContainer();
        var result = _runtime.Add(container, Networks.Publish(8080, 80));
        string[] addresses = [.. result.GetProperty("ips").EnumerateArray().Select(ip => ip.GetProperty("address").GetString()!)];
        Assert.EndsWith("/24", addresses[0], StringComparison.Ordinal);
        Assert.Matches("^fd70::1..?/128$", addresses[1]);
        Assert.Equal(addresses.Order(), Leases.EnumerateArray().Select(l => l.GetProperty("address").GetString()!).Order());

        // What is on the link, and the way out of it, routers tell the kernel.
        HostView.Until(() => container.Exec("ip -6 route").Contains("default via fe80::", StringComparison.Ordinal), "the router's advertisement");
        container.Exec("ping -c 1 -w 30 fd70::1");
        var asked = (Count("DHCPDISCOVER"), Count("DHCPSOLICIT"));

        _host.Signal(_host.Process, "KILL");
        HostView.Until(() => _host.Processes.Count == 0, "the host dead");
        _runtime.Check(container);
        HostView.Until(() => Count("DHCPCONFIRM") > 0, "the IPv6 lease confirmed");
        Assert.All(addresses, a => Assert.Contains(a, container.Exec("ip -br addr show eth0"), StringComparison.Ordinal));
        Assert.Equal(asked, (Count("DHCPDISCOVER"), Count("DHCPSOLICIT")));

        _runtime.Delete(container);
        HostView.Until(() => Count("DHCPRELEASE") == 2, "both given back");
        HostView.Until(() => !ServersLeases.Contains(" fd70::") && !ServersLeases.Contains(" 10.70."), "the server's file without them");
        Assert.Empty(Leases.EnumerateArray());
    }

    private int Count(string text) => File.ReadAllText(_node.HostPath(ServerLog)).Split(text).Length - 1;
}
