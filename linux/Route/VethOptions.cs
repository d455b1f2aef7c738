namespace CniChain.Linux.Route;

/// <summary>A pair of links to create, each sending what the other receives (veth(4)).</summary>
public sealed record VethOptions : LinkOptions
{
    /// <summary>The other end, mostly in another namespace.</summary>
    public required VethPeer Peer { get; init; }
}
