namespace CniChain.Host;

/// <summary>What a host has of a plugin file, in the words of <c>cnichain plugins</c>.</summary>
internal static class PluginState
{
    /// <summary>It serves.</summary>
    public const string Loaded = "loaded";

    /// <summary>It was not asked for yet.</summary>
    public const string NotLoaded = "not loaded";

    /// <summary>Another lies there now, which the next call loads.</summary>
    public const string Replaced = "replaced";

    /// <summary>What it was replaced by cannot be used, and the version before goes on serving.</summary>
    public const string BrokenReplacement = "broken replacement";

    /// <summary>It cannot be used.</summary>
    public const string Refused = "refused";

    /// <summary>The state of one.</summary>
    public static string Of(PluginListing listing) => listing switch
    {
        { Loaded: not null, Problem: not null } => BrokenReplacement,
        { Loaded.Content: var content } when !content.IsCurrent() => Replaced,
        { Loaded: not null } => Loaded,
        { Problem: not null } => Refused,
        _ => NotLoaded,
    };
}
