using System.Net;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Expressions;
using static CniChain.Plugins.Portmap.Kernel.ChainRules;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>The chains that are the same on every node, however many ports are published.</summary>
internal static class ConstantChains
{
    private static readonly IPNetwork s_loopback = new(IPAddress.Parse("127.0.0.0"), 8);

    public static IReadOnlyList<ChainRules> All { get; } =
    [
        Translate(),
        Published(),
        Guard(),
        OfHook(PortTable.PreroutingChain, "nat", NftHook.Prerouting, NftPriority.DestinationNat, ToTheNodeItself()),
        OfHook(PortTable.OutputChain, "nat", NftHook.Output, NftPriority.DestinationNat, ToTheNodeItself()),
        Postrouting(),
    ];

    /// <summary>Their names; every other chain of the table is there for the elements that lead to it.</summary>
    public static IReadOnlySet<string> Names { get; } = All.Select(rules => rules.Chain.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// A port is published on the node's addresses, not on every address packets pass the node for: without this, connections of
    /// containers and machines behind the node to that port anywhere would end up in the container (GHSA-jv3w-x3r3-g6rm).
    /// </summary>
    private static NftRuleBuilder ToTheNodeItself() => Rule().FibDaddrType(NftAddressType.Local).Jump(PortTable.PublishedChain);

    /// <summary>
    /// One address of the node goes before all of them, and conditions stand before what they are the condition of. A gate is left by
    /// goto: what does not pass the conditions does not come back to the lookups here.
    /// </summary>
    private static ChainRules Published() => Of(
        PortTable.PublishedChain,
        HostGate(PortTable.V4),
        HostPort(PortTable.V4),
        Gate(PortTable.V4),
        Port(PortTable.V4),

        // There is no way back to ::1 (IPv6 has no route_localnet); what listens there stays reachable.
        Rule().Daddr(IPAddress.IPv6Loopback).Return(),
        HostGate(PortTable.V6),
        HostPort(PortTable.V6),
        Gate(PortTable.V6),
        Port(PortTable.V6));

    private static ChainRules Translate() => Of(
        PortTable.TranslateChain, HostPort(PortTable.V4), Port(PortTable.V4), HostPort(PortTable.V6), Port(PortTable.V6));

    /// <summary>Before connection tracking: a packet for 127.0.0.0/8 that arrives from outside is nobody's answer.</summary>
    private static ChainRules Guard() => OfHook(
        PortTable.GuardChain,
        "filter",
        NftHook.Prerouting,
        NftPriority.Raw,
        Rule().In(PortTable.Guarded.Name, NftSelector.Iifname).Daddr(s_loopback).Drop());

    /// <summary>Only what was translated: a neighbour who talks to the container's own port keeps its address.</summary>
    private static ChainRules Postrouting() => OfHook(
        PortTable.PostroutingChain,
        "nat",
        NftHook.Postrouting,
        NftPriority.SourceNat,
        Translated(PortTable.V4),
        Translated(PortTable.V6));

    private static NftRuleBuilder Translated(FamilyMaps maps) =>
        Rule().CtStatus(NftConntrackStatus.DestinationNat).Vmap(maps.Targets.Name, NftSelector.Daddr(maps.Family));

    private static NftRuleBuilder HostGate(FamilyMaps maps) =>
        Rule().Vmap(maps.HostGates.Name, NftSelector.Daddr(maps.Family), NftSelector.MetaL4Proto, NftSelector.ThDport);

    private static NftRuleBuilder HostPort(FamilyMaps maps) => Rule().DnatToMap(
        maps.Family, maps.HostPorts.Name, NftSelector.Daddr(maps.Family), NftSelector.MetaL4Proto, NftSelector.ThDport);

    private static NftRuleBuilder Gate(FamilyMaps maps) =>
        Rule().Is(NftSelector.MetaNfProto, maps.NfProto).Vmap(maps.Gates.Name, NftSelector.MetaL4Proto, NftSelector.ThDport);

    private static NftRuleBuilder Port(FamilyMaps maps) =>
        Rule().DnatToMap(maps.Family, maps.Ports.Name, NftSelector.MetaL4Proto, NftSelector.ThDport);
}
