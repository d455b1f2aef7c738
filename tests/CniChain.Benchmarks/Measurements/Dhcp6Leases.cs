namespace CniChain.Benchmarks.Measurements;

/// <summary>Leases of IPv6: ADD, and what many of them weigh. The reference has none, so cnichain stands alone.</summary>
internal sealed class Dhcp6Leases : IMeasurement
{
    public string Name => "dhcp6";

    public string Title => "leases from a DHCPv6 server";

    public bool IsOnRequest => true;

    public void Run(Bench bench)
    {
        using var node = DhcpNode.Prepare6();
        _ = DhcpNode.Add(node, "6", 0, 1);
        DhcpNode.Note(bench, 1, "host, IPv6,", DhcpNode.Look(bench, node));
        var next = 1;
        for (; next <= bench.Scaled(24, 1); next++)
        {
            bench.Results.Add(Figures.Dhcp6Add, Side.CniChain, DhcpNode.Add(node, "6", next, 1));
        }

        var many = bench.Scaled(500, 8);
        bench.Results.Add(Figures.Dhcp6Fill, Side.CniChain, DhcpNode.Add(node, "6", next, many - next, DhcpNode.Workers));
        DhcpNode.Note(bench, many, "host, IPv6,", DhcpNode.Look(bench, node));
    }
}
