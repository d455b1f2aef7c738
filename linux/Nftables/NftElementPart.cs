namespace CniChain.Linux.Nftables;

/// <summary>An element as the kernel keeps it: of an interval over a single field, one end.</summary>
/// <param name="Element">The element.</param>
/// <param name="EndsInterval">Whether its key is the first one beyond an interval.</param>
internal readonly record struct NftElementPart(NftElement Element, bool EndsInterval);
