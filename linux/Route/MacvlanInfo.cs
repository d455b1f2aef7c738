namespace CniChain.Linux.Route;

/// <summary>What a link of kind macvlan is set to (IFLA_MACVLAN_*, linux/if_link.h).</summary>
public sealed record MacvlanInfo
{
    /// <summary>How it talks to its siblings.</summary>
    public MacvlanMode Mode { get; init; }

    /// <summary>How many broadcast packets wait to be copied to siblings; null when the kernel does not say (before 5.11).</summary>
    public uint? BroadcastQueueLength { get; init; }
}
