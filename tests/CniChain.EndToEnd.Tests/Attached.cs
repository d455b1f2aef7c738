using CniChain.Testing;

namespace CniChain.EndToEnd.Tests;

/// <summary>What of a node's state belongs to containers.</summary>
internal static class Attached
{
    /// <summary>Leaves out what is the pool's own: the address given last, so that the next container gets another one.</summary>
    public static NodeSnapshot OnlyContainers(NodeSnapshot snapshot) => snapshot.Without("/last_reserved_ip");
}
