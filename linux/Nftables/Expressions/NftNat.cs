using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Rewrites an end of the connection: <c>dnat ip to ...</c>, <c>snat ip to ...</c>.</summary>
/// <param name="Type">Which end.</param>
/// <param name="Family">Ip or Ip6: what the address registers hold.</param>
/// <param name="AddressMin">The (first) address; null to keep it.</param>
/// <param name="AddressMax">The last address to choose from; null for one address.</param>
/// <param name="PortMin">The (first) port; null to keep it.</param>
/// <param name="PortMax">The last port to choose from; null for one port.</param>
/// <param name="Flags">How to choose.</param>
public sealed record NftNat(NftNatType Type, NftFamily Family, NftRegister? AddressMin = null, NftRegister? AddressMax = null, NftRegister? PortMin = null, NftRegister? PortMax = null, NftNatFlags Flags = NftNatFlags.None) : NftExpression
{
    internal override string Name => "nat";

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(NatAttribute.Type, (uint)Type);
        writer.Be32(NatAttribute.Family, (uint)Family);
        writer.Register(NatAttribute.AddressMin, AddressMin);
        writer.Register(NatAttribute.AddressMax, AddressMax);
        writer.Register(NatAttribute.PortMin, PortMin);
        writer.Register(NatAttribute.PortMax, PortMax);
        if (Flags != NftNatFlags.None)
        {
            writer.Be32(NatAttribute.Flags, (uint)Flags);
        }
    }
}
