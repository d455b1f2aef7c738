using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Looks a key up in a set; the rule ends here when it is not in (or, inverted, is in). A map also yields its data.</summary>
/// <param name="Set">The set, of the rule's own table.</param>
/// <param name="Source">Where the key starts.</param>
/// <param name="Destination">Where the data goes; <see cref="NftRegister.Verdict"/> for a verdict map, null for a set.</param>
/// <param name="Inverted">Whether to hold when it is not in the set.</param>
public sealed record NftLookup(string Set, NftRegister Source, NftRegister? Destination = null, bool Inverted = false) : NftExpression
{
    internal override string Name => "lookup";

    /// <summary>NFT_LOOKUP_F_INV.</summary>
    internal const uint LookupInverted = 1 << 0;

    internal override void WriteData(NetlinkWriter writer)
    {
        writer.Be32(LookupAttribute.SourceRegister, Source.Number);
        if (Destination is { } destination)
        {
            writer.Be32(LookupAttribute.DestinationRegister, destination.Number);
        }

        writer.Text(LookupAttribute.Set, Set);
        if (Inverted)
        {
            writer.Be32(LookupAttribute.Flags, LookupInverted);
        }
    }
}
