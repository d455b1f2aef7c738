using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Decides on the packet: <c>drop</c>, <c>jump leaves</c>.</summary>
/// <param name="Verdict">The verdict.</param>
public sealed record NftVerdictExpression(NftVerdict Verdict) : NftExpression
{
    internal override string Name => "immediate";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(ImmediateAttribute.DestinationRegister, NftRegister.Verdict.Number);
        writer.Verdict(ImmediateAttribute.Data, Verdict);
    }
}
