namespace CniChain.Linux.Nftables;

/// <summary>A rule as read from the kernel.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Chain">Its chain.</param>
/// <param name="Handle">What the kernel knows it by, for deletion.</param>
/// <param name="Comment">Its comment; null for none.</param>
/// <param name="Expressions">The names of its expressions, in order: <c>payload</c>, <c>cmp</c>, <c>immediate</c>.</param>
public sealed record NftRule(NftTable Table, string Chain, ulong Handle, string? Comment, IReadOnlyList<string> Expressions)
{
    /// <summary>The chain it jumps or goes to without a map; null when it does not.</summary>
    public string? LeadsTo { get; init; }
}
