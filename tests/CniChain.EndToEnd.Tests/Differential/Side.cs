using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>One of the two nodes with the containers of one configuration.</summary>
internal sealed class Side(TestNode node, PluginSet set, NetworkCase network)
{
    private readonly CniRuntime _runtime = new(node, network.ListFor(set));
    private readonly IReadOnlyList<TestContainer> _containers = node.AddContainers(network.Containers);

    public IReadOnlyList<Outcome> Add() => Each(c => _runtime.TryAdd(c, network.Capabilities, args: network.Args));

    public IReadOnlyList<Outcome> Check() => Each(c => _runtime.TryCheck(c));

    public IReadOnlyList<Outcome> Delete() => Each(c => _runtime.TryDelete(c));

    public IReadOnlyList<string> State() => NodeState.Read(node, _containers);

    /// <summary>What is in nftables.</summary>
    public string Ruleset() => node.Exec("nft list ruleset");

    /// <summary>Takes the containers away.</summary>
    public int Leave()
    {
        foreach (var container in _containers)
        {
            container.RemoveNamespace();
        }

        return _containers.Count;
    }

    private List<Outcome> Each(Func<TestContainer, ChainReply> act) => [.. _containers.Select(c => Outcome.Of(act(c)))];
}
