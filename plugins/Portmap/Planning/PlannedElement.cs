using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Portmap.Planning;

/// <summary>An element and the set or map it belongs into.</summary>
/// <param name="Set">The set or map.</param>
/// <param name="Element">The element; its comment is the owner's tag.</param>
internal sealed record PlannedElement(NftSetRef Set, NftElement Element);
