namespace CniChain.Linux.Route;

/// <summary>A macvlan to create: a link with an address of its own on top of another.</summary>
public sealed record MacvlanOptions : LinkOptions
{
    /// <summary>The link it stands on, in the socket's namespace.</summary>
    public required int Parent { get; init; }

    /// <summary>How it talks to its siblings. Default <see cref="MacvlanMode.Bridge"/>.</summary>
    public MacvlanMode Mode { get; init; } = MacvlanMode.Bridge;

    /// <summary>How many broadcast packets may wait to be copied to siblings; null leaves it to the kernel (1000). Linux 5.11.</summary>
    public uint? BroadcastQueueLength { get; init; }
}
