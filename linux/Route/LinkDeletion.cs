using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>A link that a thread wants deleted, and how that went.</summary>
internal sealed class LinkDeletion(NetlinkRequest request, int index)
{
    /// <summary>The deletion of this link alone.</summary>
    public NetlinkRequest Request { get; } = request;

    public int Index { get; } = index;

    /// <summary>How many went together.</summary>
    public int Together { get; set; }

    /// <summary>The kernel's refusal; null when the link was deleted.</summary>
    public NetlinkException? Failure { get; set; }
}
