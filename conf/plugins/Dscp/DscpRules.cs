using System.Globalization;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Plugins;

namespace CniChain.Examples.Dscp;

/// <summary>For each class in use a chain of two constant rules, and the sets of addresses that they look into.</summary>
/// <remarks>
/// <code>
/// set ip_46 { type ipv4_addr; elements = { 10.88.0.5 comment "podnet/c1/eth0" } }
/// chain dscp_46 {
///     type filter hook forward priority mangle; policy accept;
///     ip saddr @ip_46 ip dscp set 46
///     ip6 saddr @ip6_46 ip6 dscp set 46
/// }
/// </code>
/// Forward, since it comes before the source address is translated. What does not leave the container's own bridge is not marked.
/// </remarks>
internal static class DscpRules
{
    public static NftTable Table { get; } = new(NftFamily.Inet, "cnichain_dscp");

    public static string Chain(byte value) => string.Create(CultureInfo.InvariantCulture, $"dscp_{value}");

    public static NftSetRef Set(byte value, bool v6) => Table.Set(string.Create(CultureInfo.InvariantCulture, $"{(v6 ? "ip6" : "ip")}_{value}"));

    public static OwnedElement Element(byte value, IpPrefix address) => new(Set(value, address.IsIPv6), NftKey.Of.Address(address.Address));

    /// <summary>Adds everything of a class but the elements, whatever of it there is.</summary>
    public static void Define(NftBatch batch, byte value)
    {
        var (v4, v6) = (Set(value, false), Set(value, true));
        batch.AddTable(Table, "classes of service of containers")
            .AddSet(new NftSet(v4, NftDataType.Ipv4Address))
            .AddSet(new NftSet(v6, NftDataType.Ipv6Address))
            .AddChain(new NftChain(Table, Chain(value)) { Hook = NftHook.Forward, Priority = NftPriority.Mangle, Policy = NftVerdictCode.Accept })
            .FlushChain(Table, Chain(value))
            .AddRule(Table, Chain(value), new NftRuleBuilder(Table.Family).In(v4.Name, NftSelector.IpSaddr).DscpSet(AddressFamily.InterNetwork, value))
            .AddRule(Table, Chain(value), new NftRuleBuilder(Table.Family).In(v6.Name, NftSelector.Ip6Saddr).DscpSet(AddressFamily.InterNetworkV6, value));
    }

    /// <summary>Removes the elements whose owner is wanted gone, of every class, then the classes nobody has.</summary>
    public static void Remove(NftSocket nft, Func<string?, bool> isUnwanted)
    {
        if (!nft.HasTable(Table))
        {
            return;
        }

        var found = new List<OwnedElement>();
        for (byte value = 0; value <= 63; value++)
        {
            if (nft.FindChain(Table, Chain(value)) is not null)
            {
                OwnedElements.Find(nft, Set(value, false), isUnwanted, found);
                OwnedElements.Find(nft, Set(value, true), isUnwanted, found);
            }
        }

        OwnedElements.Delete(nft, found, isUnwanted);
        RemoveUnused(nft);
    }

    private static void RemoveUnused(NftSocket nft) => GuardedCommit.Run(nft, () =>
    {
        var batch = new NftBatch();
        var used = 0;
        for (byte value = 0; value <= 63; value++)
        {
            if (nft.FindChain(Table, Chain(value)) is null)
            {
                continue;
            }

            if (!nft.IsEmpty(Set(value, false)) || !nft.IsEmpty(Set(value, true)))
            {
                used++;
                continue;
            }

            batch.FlushChain(Table, Chain(value)).DeleteChain(Table, Chain(value)).DeleteSet(Set(value, false)).DeleteSet(Set(value, true));
        }

        return new PlannedChange(used == 0 && nft.HasTable(Table) ? new NftBatch().DeleteTable(Table) : batch, RestsOnReading: true);
    });
}
