namespace CniChain.Host.Commands;

/// <summary>An attachment as the journal knows it, whether a chain made it or plugins that a runtime called one by one.</summary>
internal sealed record JournalAttachment
{
    public required Attachment Attachment { get; init; }

    /// <summary>"attached", "adding", "deleting", or "gone" when its namespace is there no more.</summary>
    public required string State { get; init; }

    /// <summary>CNI_NETNS of the ADD.</summary>
    public required string NetnsPath { get; init; }

    /// <summary>Device and inode of the namespace.</summary>
    public required (ulong Device, ulong Inode) NetnsIdentity { get; init; }

    /// <summary>When ADD began.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The pod that CNI_ARGS named.</summary>
    public PodArgs Pod { get; init; }

    /// <summary>The types of the plugins, in the order of ADD.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>The ports that were asked for.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>ADD's result so far; null when there is none.</summary>
    public CniResult? Result { get; init; }

    /// <summary>The addresses in the container.</summary>
    public IReadOnlyList<IpPrefix> Addresses => [.. (Result?.Ips ?? []).Select(ip => ip.Address)];
}
