using CniChain.Linux.Netlink;

namespace CniChain.Linux.Nftables;

/// <summary>A batch that a thread wants committed, and how that went.</summary>
internal sealed class NftCommit(NftBatch batch)
{
    public NftBatch Batch { get; } = batch;

    /// <summary>How many went together.</summary>
    public int Together { get; set; }

    /// <summary>Whether the kernel refused it together with others, so that nothing was done and the fault may be another's.</summary>
    public bool HasToGoAlone { get; set; }

    /// <summary>The kernel's refusal of this batch alone; null for none.</summary>
    public NetlinkException? Error { get; set; }
}
