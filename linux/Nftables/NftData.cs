namespace CniChain.Linux.Nftables;

/// <summary>The data of a map element: a value or a verdict. Converts from <see cref="NftKey"/> and <see cref="NftVerdict"/>.</summary>
public readonly record struct NftData
{
    /// <summary>Data that is a value, such as an address and a port.</summary>
    public NftData(NftKey value) => Value = value;

    /// <summary>Data that is a verdict.</summary>
    public NftData(NftVerdict verdict) => Verdict = verdict;

    /// <summary>The value; empty when the data is a verdict.</summary>
    public NftKey Value { get; }

    /// <summary>The verdict; null when the data is a value.</summary>
    public NftVerdict? Verdict { get; }

    /// <summary>Data that is a value.</summary>
    public static implicit operator NftData(NftKey value) => new(value);

    /// <summary>Data that is a verdict.</summary>
    public static implicit operator NftData(NftVerdict verdict) => new(verdict);

    /// <inheritdoc/>
    public override string ToString() => Verdict?.ToString() ?? Value.ToString();
}
