using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Expressions;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>A ruleset for published ports and masquerade, as a network plugin would set it up.</summary>
internal static class ExampleRuleset
{
    public const string Leaves = "leaves-10.88.0.0-16";

    public static NftTable Ports { get; } = new(NftFamily.Inet, "example_ports");

    public static NftTable Masquerade { get; } = new(NftFamily.Inet, "example_masq");

    public static NftSetRef Ports4 => Ports.Set("ports4");

    public static NftSetRef HostPorts4 => Ports.Set("hostports4");

    public static NftSetRef Targets4 => Ports.Set("targets4");

    public static NftSetRef Guarded => Ports.Set("guarded");

    public static NftSetRef Sources4 => Masquerade.Set("sources4");

    public static NftBatch Create()
    {
        var batch = new NftBatch();
        AddMasquerade(batch);
        batch.AddTable(Ports);
        AddSets(batch, AddressFamily.InterNetwork);
        AddSets(batch, AddressFamily.InterNetworkV6);
        batch.AddSet(new NftSet(Guarded, NftDataType.InterfaceName));
        AddChains(batch);
        return batch;
    }

    public static NftElement Published(byte protocol, ushort port, string address, ushort containerPort, string? owner = null) =>
        new(NftKey.Of.Protocol(protocol).Port(port), NftKey.Of.Address(IPAddress.Parse(address)).Port(containerPort), owner);

    private static NftRuleBuilder Rule() => new(NftFamily.Inet);

    private static void AddMasquerade(NftBatch batch)
    {
        batch.AddTable(Masquerade)
            .AddSet(new NftSet(Sources4, NftDataType.Ipv4Address) { Data = [NftDataType.Verdict], Comment = "by source" })
            .AddSet(new NftSet(Masquerade.Set("sources6"), NftDataType.Ipv6Address) { Data = [NftDataType.Verdict] })
            .AddChain(new NftChain(Masquerade, "postrouting")
            {
                Hook = NftHook.Postrouting,
                Type = "nat",
                Priority = NftPriority.SourceNat,
                Policy = NftVerdictCode.Accept,
            })
            .AddChain(new NftChain(Masquerade, Leaves) { Comment = "network podnet" })
            .AddRule(Masquerade, "postrouting", Rule().Daddr(IPNetwork.Parse("224.0.0.0/4")).Return())
            .AddRule(Masquerade, "postrouting", Rule().Daddr(IPNetwork.Parse("ff00::/8")).Return())
            .AddRule(Masquerade, "postrouting", Rule().Vmap("sources4", NftSelector.IpSaddr))
            .AddRule(Masquerade, "postrouting", Rule().Vmap("sources6", NftSelector.Ip6Saddr))
            .AddRule(Masquerade, Leaves, Rule().Daddr(IPNetwork.Parse("10.88.0.0/16")).Return())
            .AddRule(Masquerade, Leaves, Rule().Masquerade(), "network podnet");
    }

    private static void AddSets(NftBatch batch, AddressFamily family)
    {
        var (suffix, address) = family == AddressFamily.InterNetworkV6 ? ("6", NftDataType.Ipv6Address) : ("4", NftDataType.Ipv4Address);
        NftDataType[] target = [address, NftDataType.InetService];
        batch.AddSet(new NftSet(Ports.Set("ports" + suffix), NftDataType.InetProtocol, NftDataType.InetService) { Data = target })
            .AddSet(new NftSet(Ports.Set("hostports" + suffix), address, NftDataType.InetProtocol, NftDataType.InetService) { Data = target })
            .AddSet(new NftSet(Ports.Set("targets" + suffix), address) { Data = [NftDataType.Verdict] });
    }

    private static void AddChains(NftBatch batch)
    {
        batch.AddChain(Base("prerouting", NftHook.Prerouting, "nat", NftPriority.DestinationNat))
            .AddChain(Base("output", NftHook.Output, "nat", NftPriority.DestinationNat))
            .AddChain(Base("postrouting", NftHook.Postrouting, "nat", NftPriority.SourceNat))
            .AddChain(Base("guard", NftHook.Prerouting, "filter", NftPriority.Raw))
            .AddChain(new NftChain(Ports, "published"))
            .AddChain(new NftChain(Ports, "hairpin"))
            .AddRule(Ports, "prerouting", Rule().FibDaddrType(NftAddressType.Local).Jump("published"))
            .AddRule(Ports, "output", Rule().FibDaddrType(NftAddressType.Local).Jump("published"))
            .AddRule(Ports, "hairpin", Rule().Masquerade())
            .AddRule(Ports, "guard", Rule().In("guarded", NftSelector.Iifname).Daddr(IPNetwork.Parse("127.0.0.0/8")).Drop());
        foreach (var family in (AddressFamily[])[AddressFamily.InterNetwork, AddressFamily.InterNetworkV6])
        {
            var suffix = family == AddressFamily.InterNetworkV6 ? "6" : "4";
            var daddr = NftSelector.Daddr(family);
            batch.AddRule(Ports, "published", Rule().DnatToMap(family, "hostports" + suffix, daddr, NftSelector.MetaL4Proto, NftSelector.ThDport))
                .AddRule(Ports, "published", Rule().DnatToMap(family, "ports" + suffix, NftSelector.MetaL4Proto, NftSelector.ThDport))
                .AddRule(Ports, "postrouting", Rule().CtStatus(NftConntrackStatus.DestinationNat).Vmap("targets" + suffix, daddr));
        }
    }

    private static NftChain Base(string name, NftHook hook, string type, int priority) =>
        new(Ports, name) { Hook = hook, Type = type, Priority = priority };
}
