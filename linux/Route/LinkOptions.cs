namespace CniChain.Linux.Route;

/// <summary>What a new link may be given at its creation.</summary>
public abstract record LinkOptions : LinkEndOptions
{
    /// <summary>Whether to set it up at once. Default false.</summary>
    public bool Up { get; init; }

    /// <summary>The bridge or bond to belong to, in <see cref="LinkEndOptions.Namespace"/>; null means none.</summary>
    public int? Master { get; init; }
}
