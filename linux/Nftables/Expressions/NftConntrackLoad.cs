using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Loads something about the connection: <c>ct status</c>.</summary>
/// <param name="Key">What to load.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Direction">For the keys that have one per direction; null for the others.</param>
public sealed record NftConntrackLoad(NftConntrackKey Key, NftRegister Destination, NftConntrackDirection? Direction = null) : NftExpression
{
    internal override string Name => "ct";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(ConntrackExpressionAttribute.Key, (uint)Key);
        writer.Be32(ConntrackExpressionAttribute.DestinationRegister, Destination.Number);
        if (Direction is { } direction)
        {
            writer.U8(ConntrackExpressionAttribute.Direction, (byte)direction);
        }
    }
}
