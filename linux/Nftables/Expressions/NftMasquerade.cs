using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Rewrites the source to the address of the interface the packet leaves by.</summary>
/// <param name="Flags">How ports are chosen.</param>
/// <param name="PortMin">The (first) source port; null to keep it.</param>
/// <param name="PortMax">The last source port to choose from.</param>
public sealed record NftMasquerade(NftNatFlags Flags = NftNatFlags.None, NftRegister? PortMin = null, NftRegister? PortMax = null) : NftExpression
{
    internal override string Name => "masq";

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Flags != NftNatFlags.None)
        {
            writer.Be32(MasqueradeAttribute.Flags, (uint)Flags);
        }

        writer.Register(MasqueradeAttribute.PortMin, PortMin);
        writer.Register(MasqueradeAttribute.PortMax, PortMax);
    }
}
