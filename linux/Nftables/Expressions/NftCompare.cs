using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Compares a register with a constant; the rule ends here unless it holds.</summary>
/// <param name="Operator">How.</param>
/// <param name="Source">What.</param>
/// <param name="Value">With what; its length is how much is compared.</param>
public sealed record NftCompare(NftCompareOperator Operator, NftRegister Source, ReadOnlyMemory<byte> Value) : NftExpression
{
    internal override string Name => "cmp";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(CompareAttribute.SourceRegister, Source.Number);
        writer.Be32(CompareAttribute.Operator, (uint)Operator);
        writer.Value(CompareAttribute.Data, Value.Span);
    }
}
