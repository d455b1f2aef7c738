using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Loads something known about the packet beside its bytes: <c>meta iifname</c>.</summary>
/// <param name="Key">What to load.</param>
/// <param name="Destination">Where to.</param>
public sealed record NftMetaLoad(NftMetaKey Key, NftRegister Destination) : NftExpression
{
    internal override string Name => "meta";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(MetaAttribute.Key, (uint)Key);
        writer.Be32(MetaAttribute.DestinationRegister, Destination.Number);
    }
}
