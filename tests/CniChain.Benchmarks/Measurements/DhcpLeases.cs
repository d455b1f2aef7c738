using System.Globalization;

namespace CniChain.Benchmarks.Measurements;

/// <summary>Leases: ADD beside the reference's daemon, what 500 of them weigh in both, and what 5,000 do in the host.</summary>
internal sealed class DhcpLeases : IMeasurement
{
    private const string Socket = "/run/cni/dhcp.sock";
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    public string Name => "dhcp";

    public string Title => "leases from a DHCP server, beside the reference's daemon, and many of them";

    public bool IsOnRequest => true;

    public void Run(Bench bench)
    {
        using var ours = DhcpNode.Prepare(Side.CniChain);
        var next = 0;
        using (var theirs = DhcpNode.Prepare(Side.Reference))
        {
            StartReference(theirs);
            foreach (var node in (BenchNode[])[theirs, ours])
            {
                _ = DhcpNode.Add(node, "4", next, 1);
            }

            for (next = 1; next <= bench.Scaled(12, 1); next++)
            {
                bench.Results.Add(Figures.DhcpAdd, Side.Reference, DhcpNode.Add(theirs, "4", next, 1));
                bench.Results.Add(Figures.DhcpAdd, Side.CniChain, DhcpNode.Add(ours, "4", next, 1));
            }

            var few = bench.Scaled(500, 20);
            foreach (var node in (BenchNode[])[theirs, ours])
            {
                bench.Results.Add(Figures.DhcpFill, node.Side, DhcpNode.Add(node, "4", next, few - next, DhcpNode.Workers));
                DhcpNode.Note(bench, few, node.Side == Side.Reference ? "reference's daemon" : "host", DhcpNode.Look(bench, node));
            }

            next = few;
        }

        var many = bench.Scaled(5000, 40);
        bench.Results.Add(Figures.DhcpFill, Side.CniChain, DhcpNode.Add(ours, "4", next, many - next, DhcpNode.Workers));
        var before = DhcpNode.Look(bench, ours);
        DhcpNode.Note(bench, many, "host", before);
        Thread.Sleep(bench.Options.Quick ? TimeSpan.FromSeconds(3) : s_idle);
        var idle = DhcpNode.Look(bench, ours).CpuMilliseconds - before.CpuMilliseconds;
        bench.Results.Set(string.Create(CultureInfo.InvariantCulture, $"host with {many} leases, CPU ms of an idle half minute"), idle);
    }

    private static void StartReference(BenchNode node) =>
        node.StartDaemon(["/opt/cni/bin/dhcp", "daemon", "-socketpath", Socket, "-pidfile", "/run/dhcp.pid"], "/run/dhcp.log", $"test -S {Socket}");
}
