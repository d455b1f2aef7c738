using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>An element whose comment names the attachment it is for.</summary>
internal readonly record struct OwnedElement(NftSetRef Set, NftKey Key);
