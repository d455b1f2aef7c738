namespace CniChain.Linux.Route;

/// <summary>The other end of a veth to create. Its <see cref="LinkOptions.Namespace"/> may differ from the first end's.</summary>
/// <remarks>A master is not possible for this end: the kernel ignores it.</remarks>
public sealed record VethPeer : LinkOptions;
