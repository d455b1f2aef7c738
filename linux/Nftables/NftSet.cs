namespace CniChain.Linux.Nftables;

/// <summary>The definition of a set or map.</summary>
/// <param name="Reference">Its table and name.</param>
/// <param name="Key">The types of the key's fields, one or more.</param>
public sealed record NftSet(NftSetRef Reference, params NftDataType[] Key)
{
    /// <summary>The types of the data's fields; empty for a set, <see cref="NftDataType.Verdict"/> for a verdict map.</summary>
    public IReadOnlyList<NftDataType> Data { get; init; } = [];

    /// <summary>What it can hold, beyond what key and data imply.</summary>
    public NftSetFlags Flags { get; init; }

    /// <summary>How many elements it takes at most; null for no limit.</summary>
    public uint? Size { get; init; }

    /// <summary>How long elements last that name no timeout; null for ever. Only with <see cref="NftSetFlags.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What it is for; 127 bytes at most, no quotes; null for none.</summary>
    public string? Comment { get; init; }

    internal NftSetFlags WireFlags
    {
        get
        {
            var flags = Flags;
            if (Data.Count > 0)
            {
                flags |= NftSetFlags.Map;
            }

            return Key.Length > 1 && flags.HasFlag(NftSetFlags.Interval) ? flags | NftSetFlags.Concat : flags;
        }
    }
}
