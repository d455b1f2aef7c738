namespace CniChain.Host;

/// <summary>One plugin file and what this process has of it, as <c>cnichain plugins</c> shows it.</summary>
internal sealed record PluginListing
{
    /// <summary>The file, its directory, its types and the contract it was built against.</summary>
    public required PluginFile File { get; init; }

    /// <summary>Why it, or what it was replaced by, cannot be used; null when nothing is known against it.</summary>
    public CniException? Problem { get; init; }

    /// <summary>The version that serves; null when it was not asked for yet.</summary>
    public LoadedPlugin? Loaded { get; init; }

    /// <summary>Versions that were replaced and are still in memory: calls that have not ended, or threads and timers they left.</summary>
    public int Leaving { get; init; }
}
