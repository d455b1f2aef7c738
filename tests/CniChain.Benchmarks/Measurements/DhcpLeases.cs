using System.Globalization;
using CniChain.Benchmarks.Agent;
using CniChain.Benchmarks.Driving;

namespace CniChain.Benchmarks.Measurements;

/// <summary>Leases: ADD beside the reference's daemon, what 500 of them weigh in both, and what 5,000 do in the host.</summary>
internal sealed class DhcpLeases : IMeasurement
{
    private const int Workers = 16;
    private const string Socket = "/run/cni/dhcp.sock";
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    public string Name => "dhcp";

    public string Title => "leases from a DHCP server, beside the reference's daemon, and many of them";

    public bool IsOnRequest => true;

    public void Run(Bench bench)
    {
        using var ours = Prepare(Side.CniChain);
        var next = 0;
        using (var theirs = Prepare(Side.Reference))
        {
            StartReference(theirs);
            foreach (var node in (BenchNode[])[theirs, ours])
            {
                _ = Add(node, next, 1, 1);
            }

            for (next = 1; next <= bench.Scaled(12, 1); next++)
            {
                bench.Results.Add(Figures.DhcpAdd, Side.Reference, Add(theirs, next, 1, 1));
                bench.Results.Add(Figures.DhcpAdd, Side.CniChain, Add(ours, next, 1, 1));
            }

            var few = bench.Scaled(500, 20);
            foreach (var node in (BenchNode[])[theirs, ours])
            {
                bench.Results.Add(Figures.DhcpFill, node.Side, Add(node, next, few - next, Workers));
                Note(bench, few, node.Side == Side.Reference ? "reference's daemon" : "host", Look(bench, node));
            }

            next = few;
        }

        var many = bench.Scaled(5000, 40);
        bench.Results.Add(Figures.DhcpFill, Side.CniChain, Add(ours, next, many - next, Workers));
        var before = Look(bench, ours);
        Note(bench, many, "host", before);
        Thread.Sleep(bench.Options.Quick ? s_rest : s_idle);
        var idle = Look(bench, ours).CpuMilliseconds - before.CpuMilliseconds;
        bench.Results.Set(string.Create(CultureInfo.InvariantCulture, $"host with {many} leases, CPU ms of an idle half minute"), idle);
    }

    private static BenchNode Prepare(Side side)
    {
        var node = new BenchNode(side);
        node.NeedContainers(1);

        // Without IPv6: its own traffic, flooded to a thousand ports, is more than the leases'.
        node.Shell("""
            ip netns add server
            for ns in /proc/1/ns/net /run/netns/server /run/netns/container1; do
              nsenter --net=$ns sh -c 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'
            done
            """);
        List<string> server =
        [
            "ip", "netns", "exec", "server", "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--bind-interfaces", "--user=root",
            "--no-ping", "--dhcp-authoritative", "--log-facility=-", "--pid-file=", "--leasefile-ro", "--dhcp-lease-max=10000", "--dhcp-option=3",
        ];
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

    private static void StartReference(BenchNode node) =>
        node.StartDaemon(["/opt/cni/bin/dhcp", "daemon", "-socketpath", Socket, "-pidfile", "/run/dhcp.pid"], "/run/dhcp.log", $"test -S {Socket}");

    private static Answer Add(BenchNode node, int first, int count, int workers)
    {
        var answer = node.Ask(new Order { Do = "call", Verb = "ADD", Dhcp = true, First = first, Count = count, Workers = workers });
        return answer.Milliseconds.Count > 0 ? answer : throw new InvalidOperationException($"no ADD with dhcp succeeds on the {node.Side} node: {answer.Problem}");
    }

    private static HostFigures Look(Bench bench, BenchNode node)
    {
        Thread.Sleep(bench.Options.Quick ? TimeSpan.FromMilliseconds(100) : s_rest);
        var order = node.Side == Side.Reference
            ? new Order { Do = "process", Count = int.Parse(node.Shell("cat /run/dhcp.pid"), CultureInfo.InvariantCulture) }
            : new Order { Do = "host" };
        return node.Ask(order).Host ?? throw new InvalidOperationException($"who keeps the leases of the {node.Side} node is gone");
    }

    private static void Note(Bench bench, int leases, string who, HostFigures figures)
    {
        void Set(string what, double value) => bench.Results.Set(string.Create(CultureInfo.InvariantCulture, $"{who} with {leases} leases, {what}"), value);
        Set("resident bytes", figures.ResidentKiB * 1024.0);
        Set("bytes of its own", figures.AnonymousKiB * 1024.0);
        Set("threads", figures.Threads);
        Set("descriptors", figures.Descriptors);
    }
}
