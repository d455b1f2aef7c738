using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Rewrites the destination to this machine: <c>redirect to :8080</c>.</summary>
/// <param name="PortMin">The (first) port; null to keep it.</param>
/// <param name="PortMax">The last port to choose from.</param>
/// <param name="Flags">How to choose.</param>
public sealed record NftRedirect(NftRegister? PortMin = null, NftRegister? PortMax = null, NftNatFlags Flags = NftNatFlags.None) : NftExpression
{
    internal override string Name => "redir";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Register(RedirectAttribute.PortMin, PortMin);
        writer.Register(RedirectAttribute.PortMax, PortMax);
        if (Flags != NftNatFlags.None)
        {
            writer.Be32(RedirectAttribute.Flags, (uint)Flags);
        }
    }
}
