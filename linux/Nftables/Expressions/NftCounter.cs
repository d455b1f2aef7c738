using CniChain.Linux.Netlink;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Counts packets and bytes that come this far.</summary>
public sealed record NftCounter : NftExpression
{
    internal override string Name => "counter";

    internal override void WriteData(NetlinkWriter writer)
    {
        // No attribute: the kernel starts from zero.
    }
}
