namespace CniChain.Linux.Route;

/// <summary>The other end of a veth to create. Its <see cref="LinkEndOptions.Namespace"/> may differ from the first end's.</summary>
/// <remarks>It cannot be set up or get a master in the same message: when the kernel looks at it, its pair is not complete (ENOTCONN).</remarks>
public sealed record VethPeer : LinkEndOptions;
