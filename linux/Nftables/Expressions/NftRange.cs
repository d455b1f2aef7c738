using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Compares a register with a range; the rule ends here unless it is inside (or, inverted, outside).</summary>
/// <param name="Source">What.</param>
/// <param name="From">The first value inside.</param>
/// <param name="To">The last value inside.</param>
/// <param name="Inverted">Whether to hold outside instead.</param>
public sealed record NftRange(NftRegister Source, ReadOnlyMemory<byte> From, ReadOnlyMemory<byte> To, bool Inverted = false) : NftExpression
{
    internal override string Name => "range";

    /// <summary>NFT_RANGE_EQ.</summary>
    internal const uint NftRangeEqual = 0;

    /// <summary>NFT_RANGE_NEQ.</summary>
    internal const uint NftRangeNotEqual = 1;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(RangeAttribute.SourceRegister, Source.Number);
        writer.Be32(RangeAttribute.Operator, Inverted ? NftRangeNotEqual : NftRangeEqual);
        writer.Value(RangeAttribute.From, From.Span);
        writer.Value(RangeAttribute.To, To.Span);
    }
}
