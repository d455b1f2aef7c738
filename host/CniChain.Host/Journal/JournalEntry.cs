namespace CniChain.Host;

/// <summary>One attachment in the journal: enough to undo it without the runtime's help.</summary>
internal sealed record JournalEntry
{
    public required AttachmentKey Key { get; init; }

    public required JournalState State { get; init; }

    /// <summary>The kernel's boot id when it was written.</summary>
    public required string BootId { get; init; }

    /// <summary>When ADD began.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The chain as it was at ADD; for a conflist what the file said then.</summary>
    public required ChainDefinition Chain { get; init; }

    /// <summary>CNI_NETNS of the ADD.</summary>
    public string NetnsPath { get; init; } = "";

    /// <summary>Device and inode of the namespace: a path may lead to another one later.</summary>
    public (ulong Device, ulong Inode) NetnsIdentity { get; init; }

    /// <summary>CNI_ARGS of the ADD.</summary>
    public string Args { get; init; } = "";

    /// <summary>The steps begun, in the order of ADD.</summary>
    public IReadOnlyList<JournalStep> Steps { get; init; } = [];

    /// <summary>The result that came from outside with ADD; null when there was none.</summary>
    public CniResult? PrevResult { get; init; }

    /// <summary>The result so far, the final one once done; null before the first plugin returned.</summary>
    public CniResult? Result { get; init; }
}
