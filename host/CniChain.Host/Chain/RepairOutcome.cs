namespace CniChain.Host;

/// <summary>What became of something CHECK found.</summary>
internal enum RepairOutcome
{
    /// <summary>It is found, and nothing was done about it yet.</summary>
    Found,

    /// <summary>It is put back: CHECK finds nothing any more.</summary>
    Repaired,

    /// <summary>It could not be put back.</summary>
    Failed,

    /// <summary>The plugin does not know how to.</summary>
    NotRepairable,

    /// <summary>The container's namespace is gone; GC is for that.</summary>
    Gone,
}
