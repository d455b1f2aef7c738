using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Sets something about the connection: <c>ct mark set</c>.</summary>
/// <param name="Key">What to set.</param>
/// <param name="Source">What to.</param>
public sealed record NftConntrackSet(NftConntrackKey Key, NftRegister Source) : NftExpression
{
    internal override string Name => "ct";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(ConntrackExpressionAttribute.Key, (uint)Key);
        writer.Be32(ConntrackExpressionAttribute.SourceRegister, Source.Number);
    }
}
