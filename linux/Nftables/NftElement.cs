namespace CniChain.Linux.Nftables;

/// <summary>An element of a set or map.</summary>
/// <param name="Key">The key; of an interval, its first value.</param>
/// <param name="Data">What the map yields for it; null in a set, and not needed to delete.</param>
/// <param name="Comment">Whose it is or what it is for; 127 bytes at most, no quotes; null for none.</param>
public sealed record NftElement(NftKey Key, NftData? Data = null, string? Comment = null)
{
    /// <summary>
    /// Where the interval ends: in a set of one field, the first key beyond it (null: it reaches to the end);
    /// in a concatenation, the last key within it. Only for sets with <see cref="NftSetFlags.Interval"/>.
    /// </summary>
    public NftKey? KeyEnd { get; init; }

    /// <summary>How long it lasts; null for ever, or the set's own timeout. Only for sets with <see cref="NftSetFlags.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Data is null ? Key.ToString() : $"{Key} : {Data}";
}
