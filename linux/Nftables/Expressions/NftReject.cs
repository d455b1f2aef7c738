using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Refuses the packet and tells its sender.</summary>
/// <param name="Type">How.</param>
/// <param name="Code">The ICMP code of the family, or <see cref="NftRejectCode"/> for Icmpx; 0 for a reset.</param>
public sealed record NftReject(NftRejectType Type, byte Code) : NftExpression
{
    internal override string Name => "reject";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(RejectAttribute.Type, (uint)Type);
        writer.U8(RejectAttribute.IcmpCode, Code);
    }
}
