using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Destination = (source &amp; mask) ^ xor.</summary>
/// <param name="Source">Where from.</param>
/// <param name="Destination">Where to.</param>
/// <param name="Mask">Bits to keep.</param>
/// <param name="Xor">Bits to flip, as long as the mask.</param>
public sealed record NftBitwise(NftRegister Source, NftRegister Destination, ReadOnlyMemory<byte> Mask, ReadOnlyMemory<byte> Xor) : NftExpression
{
    internal override string Name => "bitwise";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(BitwiseAttribute.SourceRegister, Source.Number);
        writer.Be32(BitwiseAttribute.DestinationRegister, Destination.Number);
        writer.Be32(BitwiseAttribute.Length, (uint)Mask.Length);
        writer.Value(BitwiseAttribute.Mask, Mask.Span);
        writer.Value(BitwiseAttribute.Xor, Xor.Span);
    }
}
