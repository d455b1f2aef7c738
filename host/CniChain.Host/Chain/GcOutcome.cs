namespace CniChain.Host;

/// <summary>What became of an object that belongs to no valid attachment.</summary>
internal enum GcOutcome
{
    /// <summary>It is found, and nothing was done about it.</summary>
    Found,

    /// <summary>It is removed.</summary>
    Removed,

    /// <summary>It is still there.</summary>
    Left,
}
