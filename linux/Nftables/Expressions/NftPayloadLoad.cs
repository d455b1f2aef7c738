using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Loads bytes of the packet.</summary>
/// <param name="Base">The header the offset counts from.</param>
/// <param name="Offset">In bytes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Destination">Where to.</param>
public sealed record NftPayloadLoad(NftPayloadBase Base, int Offset, int Length, NftRegister Destination) : NftExpression
{
    internal override string Name => "payload";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(PayloadAttribute.DestinationRegister, Destination.Number);
        writer.Be32(PayloadAttribute.Base, (uint)Base);
        writer.Be32(PayloadAttribute.Offset, (uint)Offset);
        writer.Be32(PayloadAttribute.Length, (uint)Length);
    }
}
