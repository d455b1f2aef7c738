using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Sets something about the packet: <c>meta mark set</c>.</summary>
/// <param name="Key">What to set.</param>
/// <param name="Source">What to.</param>
public sealed record NftMetaSet(NftMetaKey Key, NftRegister Source) : NftExpression
{
    internal override string Name => "meta";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(MetaAttribute.Key, (uint)Key);
        writer.Be32(MetaAttribute.SourceRegister, Source.Number);
    }
}
