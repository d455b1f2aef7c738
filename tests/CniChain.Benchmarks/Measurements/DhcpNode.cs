using System.Globalization;
using CniChain.Benchmarks.Agent;
using CniChain.Benchmarks.Driving;

namespace CniChain.Benchmarks.Measurements;

/// <summary>A node whose network leases addresses from dnsmasq, in a namespace behind its bridges.</summary>
internal static class DhcpNode
{
    /// <summary>How many attach at a time when there are many.</summary>
    public const int Workers = 16;

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(3);

    private static readonly string[] s_server =
    [
        "ip", "netns", "exec", "server", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--bind-interfaces", "--user=root",
        "--no-ping", "--dhcp-authoritative", "--log-facility=-", "--pid-file=", "--leasefile-ro", "--dhcp-lease-max=10000",
    ];

    /// <summary>A node with six networks of IPv4.</summary>
    public static BenchNode Prepare(Side side)
    {
        var node = New(side);

        // Without IPv6: its own traffic, flooded to a thousand ports, is more than the leases'.
        node.Shell("""
            for ns in /proc/1/ns/net /run/netns/server /run/netns/container1; do
              nsenter --net=$ns sh -c 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'
            done
            """);
        List<string> server = [.. s_server, "--dhcp-option=3"];
        for (var i = 0; i < DhcpPod.Bridges; i++)
        {
            node.Shell(string.Create(CultureInfo.InvariantCulture, $"""
                ip link add lan{i} type bridge
                ip link set lan{i} up
                ip link add s{i} type veth peer name d{i} netns server
                ip link set s{i} master lan{i} up
                ip -n server addr add 10.{100 + i}.0.1/16 dev d{i}
                ip -n server link set d{i} up
                """));
            server.Add(string.Create(CultureInfo.InvariantCulture, $"--interface=d{i}"));
            server.Add(string.Create(CultureInfo.InvariantCulture, $"--dhcp-range=10.{100 + i}.1.0,10.{100 + i}.250.0,255.255.0.0,12h"));
        }

        node.StartDaemon(server, "/run/dnsmasq.log", "grep -q 10.100.250.0 /run/dnsmasq.log");
        return node;
    }

    /// <summary>A node with one network of IPv6. No address is probed for duplicates: that is a second of the kernel's, whoever assigns it.</summary>
    public static BenchNode Prepare6()
    {
        var node = New(Side.CniChain);
        node.Shell("""
            for ns in /proc/1/ns/net /run/netns/server /run/netns/container1; do
              nsenter --net=$ns sh -c 'echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad; echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad'
            done
            ip link add lan0 type bridge
            ip link set lan0 up
            ip link add s0 type veth peer name d0 netns server
            ip link set s0 master lan0 up
            ip -n server addr add fd70::1/64 dev d0 nodad
            ip -n server link set d0 up
            """);
        node.StartDaemon([.. s_server, "--interface=d0", "--dhcp-range=fd70::1000,fd70::ffff,64,12h"], "/run/dnsmasq.log", "grep -q fd70::ffff /run/dnsmasq.log");
        return node;
    }

    private static BenchNode New(Side side)
    {
        var node = new BenchNode(side);
        node.NeedContainers(1);
        node.Shell("ip netns add server");
        return node;
    }

    /// <summary>Attaches interfaces of the one container.</summary>
    public static Answer Add(BenchNode node, string family, int first, int count, int workers = 1)
    {
        var answer = node.Ask(new Order { Do = "call", Verb = "ADD", Dhcp = family, First = first, Count = count, Workers = workers });
        return answer.Milliseconds.Count > 0 ? answer : throw new InvalidOperationException($"no ADD with dhcp succeeds on the {node.Side} node: {answer.Problem}");
    }

    /// <summary>Looks at who keeps the leases, rested.</summary>
    public static HostFigures Look(Bench bench, BenchNode node)
    {
        Thread.Sleep(bench.Options.Quick ? TimeSpan.FromMilliseconds(100) : s_rest);
        var order = node.Side == Side.Reference
            ? new Order { Do = "process", Count = int.Parse(node.Shell("cat /run/dhcp.pid"), CultureInfo.InvariantCulture) }
            : new Order { Do = "host" };
        return node.Ask(order).Host ?? throw new InvalidOperationException($"who keeps the leases of the {node.Side} node is gone");
    }

    /// <summary>Notes what the leases weigh.</summary>
    public static void Note(Bench bench, int leases, string who, HostFigures figures)
    {
        void Set(string what, double value) => bench.Results.Set(string.Create(CultureInfo.InvariantCulture, $"{who} with {leases} leases, {what}"), value);
        Set("resident bytes", figures.ResidentKiB * 1024.0);
        Set("bytes of its own", figures.AnonymousKiB * 1024.0);
        Set("threads", figures.Threads);
        Set("descriptors", figures.Descriptors);
    }
}
