using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Loads a constant.</summary>
/// <param name="Destination">Where to.</param>
/// <param name="Value">The constant.</param>
public sealed record NftImmediate(NftRegister Destination, ReadOnlyMemory<byte> Value) : NftExpression
{
    internal override string Name => "immediate";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(ImmediateAttribute.DestinationRegister, Destination.Number);
        writer.Value(ImmediateAttribute.Data, Value.Span);
    }
}
