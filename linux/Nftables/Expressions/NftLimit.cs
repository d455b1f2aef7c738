using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Lets packets pass up to a rate; the rule ends here above it.</summary>
/// <param name="Rate">Packets per unit.</param>
/// <param name="Unit">In whole seconds.</param>
/// <param name="Burst">Packets beyond the rate at once.</param>
/// <param name="Over">Whether to hold above the rate instead.</param>
public sealed record NftLimit(ulong Rate, TimeSpan Unit, uint Burst = 5, bool Over = false) : NftExpression
{
    internal override string Name => "limit";

    /// <summary>NFT_LIMIT_PKTS.</summary>
    internal const uint LimitPackets = 0;

    /// <summary>NFT_LIMIT_F_INV.</summary>
    internal const uint LimitInverted = 1 << 0;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be64(LimitAttribute.Rate, Rate);
        writer.Be64(LimitAttribute.Unit, (ulong)Unit.TotalSeconds);
        writer.Be32(LimitAttribute.Burst, Burst);
        writer.Be32(LimitAttribute.Type, LimitPackets);
        writer.Be32(LimitAttribute.Flags, Over ? LimitInverted : 0);
    }
}
