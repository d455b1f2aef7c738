using CniChain.Benchmarks.Agent;
using CniChain.Benchmarks.Report;

namespace CniChain.Benchmarks;

/// <summary>One run: its nodes, made when they are first needed, and what was measured so far.</summary>
internal sealed class Bench(BenchOptions options) : IDisposable
{
    private static readonly TimeSpan s_compilation = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Side, BenchNode> _nodes = [];

    public BenchOptions Options { get; } = options;

    public ResultBook Results { get; } = new();

    public BenchNode Node(Side side)
    {
        if (!_nodes.TryGetValue(side, out var node))
        {
            _nodes[side] = node = new BenchNode(side);
            WarmUp(node);
        }

        return node;
    }

    /// <summary>A node of a measurement's own, warm as the others are; the caller's to dispose of.</summary>
    public BenchNode NewNode(Side side)
    {
        var node = new BenchNode(side);
        try
        {
            WarmUp(node);
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>Ten more containers that stay attached, with as many leases and ports as asked for.</summary>
    public static void Crowd(BenchNode node, int leases)
    {
        node.NeedContainers(Agent.Crowd.ContainersNeeded);
        Require(node.Side, "crowd", node.Ask(new Order { Do = "crowd", Count = leases }));
    }

    /// <summary>A count for the whole bench, or the one that --quick makes of it.</summary>
    public int Scaled(int count, int quick) => Options.Quick ? quick : count;

    /// <summary>Calls a verb and notes how long it took.</summary>
    public void Measure(string figure, Side side, string verb, int first, int count, int workers = 1, params IReadOnlyList<string> variables) =>
        Results.Add(figure, side, Node(side).Call(verb, first, count, workers, variables));

    /// <summary>Calls a verb without noting anything but a failure.</summary>
    public void Prepare(Side side, string verb, int first, int count, int workers = 1) => Require(side, verb, Node(side).Call(verb, first, count, workers));

    public void Dispose()
    {
        foreach (var node in _nodes.Values)
        {
            node.Dispose();
        }
    }

    // The first calls make the bridge and the tables, start the host, and compile anew what is called often: what a node does once in months.
    private void WarmUp(BenchNode node)
    {
        // Alone: two reference plugins that make the same iptables chain at the same time fail ("File exists").
        var (count, workers, rounds) = node.Side == Side.Reference ? (2, 1, 1) : (Scaled(40, 4), 2, Scaled(15, 1));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var verb in (string[])["ADD", "CHECK", "DEL"])
            {
                Require(node.Side, verb, node.Call(verb, 1, count, workers));
            }
        }

        if (node.Side != Side.Reference && !Options.Quick)
        {
            // The compiler has a thread of its own, which is to have ended what it does.
            Thread.Sleep(s_compilation);
        }
    }

    private static void Require(Side side, string what, Answer answer)
    {
        if (answer.Problem is { } problem)
        {
            throw new InvalidOperationException($"{what} on the {side} node: {problem}");
        }
    }
}
