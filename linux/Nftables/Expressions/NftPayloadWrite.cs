using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Writes bytes into the packet.</summary>
/// <param name="Source">Where from.</param>
/// <param name="Base">The header the offset counts from.</param>
/// <param name="Offset">In bytes.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ChecksumOffset">Where in that header its Internet checksum (RFC 1071) stands, which is brought up to date; null for none, as IPv6 has.</param>
public sealed record NftPayloadWrite(NftRegister Source, NftPayloadBase Base, int Offset, int Length, int? ChecksumOffset) : NftExpression
{
    private const uint NoChecksum = 0; // NFT_PAYLOAD_CSUM_NONE
    private const uint InternetChecksum = 1; // NFT_PAYLOAD_CSUM_INET

    internal override string Name => "payload";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(PayloadAttribute.SourceRegister, Source.Number);
        writer.Be32(PayloadAttribute.Base, (uint)Base);
        writer.Be32(PayloadAttribute.Offset, (uint)Offset);
        writer.Be32(PayloadAttribute.Length, (uint)Length);
        writer.Be32(PayloadAttribute.ChecksumType, ChecksumOffset is null ? NoChecksum : InternetChecksum);
        writer.Be32(PayloadAttribute.ChecksumOffset, (uint)(ChecksumOffset ?? 0));
        writer.Be32(PayloadAttribute.ChecksumFlags, 0);
    }
}
