using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Asks the routing table about the packet: <c>fib daddr type</c>.</summary>
/// <param name="Flags">What to go by.</param>
/// <param name="Result">What to yield.</param>
/// <param name="Destination">Where to.</param>
public sealed record NftFib(NftFibFlags Flags, NftFibResult Result, NftRegister Destination) : NftExpression
{
    internal override string Name => "fib";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(FibAttribute.Flags, (uint)Flags);
        writer.Be32(FibAttribute.Result, (uint)Result);
        writer.Be32(FibAttribute.DestinationRegister, Destination.Number);
    }
}
