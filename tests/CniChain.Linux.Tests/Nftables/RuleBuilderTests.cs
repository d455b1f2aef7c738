using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>Rules in each family: what `nft list` makes of them, and that it loads what it listed.</summary>
public sealed class RuleBuilderTests
{
    [Fact]
    public void Rules_Inet_AreListedAsWritten() => AssertListed(
        NftFamily.Inet,
        (r => r.Daddr(IPNetwork.Parse("10.88.0.0/16")).Return(), "ip daddr 10.88.0.0/16 return"),
        (r => r.Saddr(IPNetwork.Parse("10.1.128.0/17"), not: true).Accept(), "ip saddr != 10.1.128.0/17 accept"),
        (r => r.Saddr(IPNetwork.Parse("fd00::/61")).Accept(), "ip6 saddr fd00::/61 accept"),
        (r => r.Saddr(IPNetwork.Parse("0.0.0.0/0")).Accept(), "meta nfproto ipv4 accept"),
        (r => r.Daddr(IPAddress.Parse("fd00::1")).Drop(), "ip6 daddr fd00::1 drop"),
        (r => r.Saddr(IPAddress.Loopback).Daddr(IPAddress.Parse("10.0.0.1")).Accept(), "ip saddr 127.0.0.1 ip daddr 10.0.0.1 accept"),
        (r => r.Iifname("lo").Oifname("veth*").Accept(), "iifname \"lo\" oifname \"veth*\" accept"),
        (r => r.Iifname("lo", not: true).Accept(), "iifname != \"lo\" accept"),
        (r => r.Is(NftSelector.TcpDport, NftKey.Of.Port(80)).Accept(), "tcp dport 80 accept"),
        (r => r.L4Proto(17).Is(NftSelector.UdpDport, NftKey.Of.Port(53)).Accept(), "udp dport 53 accept"),
        (r => r.L4Proto(132).Accept(), "meta l4proto sctp accept"),
        (r => r.Between(NftSelector.TcpDport, NftKey.Of.Port(80), NftKey.Of.Port(90)).Accept(), "tcp dport 80-90 accept"),
        (r => r.Between(NftSelector.TcpDport, NftKey.Of.Port(80), NftKey.Of.Port(90), not: true).Accept(), "tcp dport != 80-90 accept"),
        (r => r.CtState(NftConntrackState.Established | NftConntrackState.Related).Accept(), "ct state established,related accept"),
        (r => r.CtStatus(NftConntrackStatus.DestinationNat).Accept(), "ct status dnat accept"),
        (r => r.Is(NftSelector.CtOriginalIpDaddr, Address("10.0.0.1")).Accept(), "ct original ip daddr 10.0.0.1 accept"),
        (r => r.MarkIs(0x2000, 0x2000).Accept(), "meta mark & 0x00002000 == 0x00002000 accept"),
        (r => r.MarkIs(7).Accept(), "meta mark 0x00000007 accept"),
        (r => r.MarkSet(0x2000), "meta mark set 0x00002000"),
        (r => r.MarkSet(0x2000, 0x2000), "meta mark set meta mark | 0x00002000"),
        (r => r.CtMarkSet(5), "ct mark set 0x00000005"),
        (r => r.DscpSet(AddressFamily.InterNetwork, 46), "ip dscp set ef"),
        (r => r.Saddr(IPNetwork.Parse("fd00::/64")).DscpSet(AddressFamily.InterNetworkV6, 10), "ip6 saddr fd00::/64 ip6 dscp set af11"),
        (r => r.FibDaddrType(NftAddressType.Local, not: true).Accept(), "fib daddr type != local accept"),
        (r => r.Is(NftSelector.FibReversePath, NftKey.Of.Number(0)).Drop(), "fib saddr . iif oif missing drop"),
        (r => r.In("addresses", NftSelector.IpSaddr).Accept(), "ip saddr @addresses accept"),
        (r => r.NotIn("addresses", NftSelector.IpSaddr).Accept(), "ip saddr != @addresses accept"),
        (r => r.Limit(10, TimeSpan.FromSeconds(1)).Log("cni: ").Counter().Drop(), "limit rate 10/second log prefix \"cni: \" counter packets 0 bytes 0 drop"),
        (r => r.Reject(), "reject"),
        (r => r.Reject(NftRejectCode.AdminProhibited), "reject with icmpx admin-prohibited"),
        (r => r.RejectWithTcpReset(), "meta l4proto tcp reject with tcp reset"),
        (r => r.Jump("other"), "jump other"),
        (r => r.Goto("other"), "goto other"));

    [Fact]
    public void Rules_InetNat_AreListedAsWritten() => AssertListed(
        NftFamily.Inet,
        "nat",
        NftHook.Postrouting,
        (r => r.Snat(IPAddress.Parse("192.0.2.1")), "snat ip to 192.0.2.1"),
        (r => r.Saddr(IPNetwork.Parse("fd00::/64")).Snat(IPAddress.Parse("fd01::1")), "ip6 saddr fd00::/64 snat ip6 to fd01::1"),
        (r => r.Masquerade(NftNatFlags.FullyRandom), "masquerade fully-random"));

    [Fact]
    public void Rules_InetDestinationNat_AreListedAsWritten() => AssertListed(
        NftFamily.Inet,
        "nat",
        NftHook.Prerouting,
        (r => r.L4Proto(6).Dnat(IPAddress.Parse("192.0.2.1"), 80), "meta l4proto tcp dnat ip to 192.0.2.1:80"),
        (r => r.Is(NftSelector.TcpDport, NftKey.Of.Port(80)).Dnat(IPAddress.Parse("fd00::1"), 8080), "tcp dport 80 dnat ip6 to [fd00::1]:8080"),
        (r => r.Is(NftSelector.UdpDport, NftKey.Of.Port(53)).Redirect(5353), "udp dport 53 redirect to :5353"));

    [Fact]
    public void Rules_Ip_NeedNoTestOfTheVersion() => AssertListed(
        NftFamily.Ip,
        (r => r.Saddr(IPNetwork.Parse("10.0.0.0/9")).Reject(), "ip saddr 10.0.0.0/9 reject"),
        (r => r.Is(NftSelector.TcpSport, NftKey.Of.Port(80)).Accept(), "tcp sport 80 accept"));

    [Fact]
    public void Rules_Ip6_NeedNoTestOfTheVersion() => AssertListed(
        NftFamily.Ip6,
        (r => r.Daddr(IPNetwork.Parse("fd00::/8")).Reject(), "ip6 daddr fd00::/8 reject"));

    [Fact]
    public void Rules_Bridge_AreListedAsWritten() => AssertListed(
        NftFamily.Bridge,
        (r => r.Iifname("veth1").Jump("other"), "iifname \"veth1\" jump other"),
        (r => r.EtherSaddr(MacAddress.Parse("02:11:22:33:44:55")).Return(), "ether saddr 02:11:22:33:44:55 return"),
        (r => r.EtherSaddr(MacAddress.Parse("02:11:22:33:44:55"), not: true).Drop(), "ether saddr != 02:11:22:33:44:55 drop"),
        (r => r.Is(NftSelector.EtherType, NftKey.FromBytes([0x08, 0x06])).Accept(), "ether type arp accept"),
        (r => r.Saddr(IPAddress.Parse("10.0.0.1")).Accept(), "ip saddr 10.0.0.1 accept"),
        (r => r.Saddr(IPNetwork.Parse("fd00::/64")).Is(NftSelector.UdpDport, NftKey.Of.Port(547)).Drop(), "ip6 saddr fd00::/64 udp dport 547 drop"),
        (r => r.Drop(), "drop"));

    [Fact]
    public void Saddr_OfAnotherVersion_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new NftRuleBuilder(NftFamily.Ip).Saddr(IPAddress.IPv6Loopback));
        Assert.Throws<ArgumentException>(() => new NftRuleBuilder(NftFamily.Inet).Saddr(IPAddress.Loopback).Daddr(IPAddress.IPv6Loopback));
        Assert.Throws<ArgumentException>(() => new NftRuleBuilder(NftFamily.Inet).EtherSaddr(MacAddress.Random()));
    }

    [Fact]
    public void Is_ValueOfAnotherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new NftRuleBuilder(NftFamily.Inet).Is(NftSelector.TcpDport, NftKey.Of.Number(80)));

    [Fact]
    public void AddRule_ForAnotherFamily_IsRefused() =>
        Assert.Throws<ArgumentException>(
            () => new NftBatch().AddRule(new NftTable(NftFamily.Ip, "t"), "c", new NftRuleBuilder(NftFamily.Inet).Drop()));

    [Theory]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("fd00::1")]
    [InlineData("line\n")]
    [InlineData("ümlaut")]
    public void AddChain_NameThatNftCannotRead_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => new NftBatch().AddChain(new NftChain(new NftTable(NftFamily.Ip, "t"), name)));

    [Theory]
    [InlineData("say \"so\"")]
    [InlineData("line\n")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public void AddElement_CommentThatNftCannotRead_IsRefused(string comment) =>
        Assert.Throws<ArgumentException>(
            () => new NftBatch().AddElement(ExampleRuleset.Ports4, ExampleRuleset.Published(6, 1, "10.0.0.1", 1, comment)));

    private static NftKey Address(string text) => NftKey.Of.Address(IPAddress.Parse(text));

    private static void AssertListed(NftFamily family, params (Func<NftRuleBuilder, NftRuleBuilder> Write, string Expected)[] rules) =>
        AssertListed(family, "filter", NftHook.Input, rules);

    private static void AssertListed(
        NftFamily family, string type, NftHook hook, params (Func<NftRuleBuilder, NftRuleBuilder> Write, string Expected)[] rules)
    {
        using var ns = TestNamespace.Create();
        using var again = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        var table = new NftTable(family, "t");
        var batch = new NftBatch().AddTable(table)
            .AddSet(new NftSet(table.Set("addresses"), NftDataType.Ipv4Address))
            .AddChain(new NftChain(table, "other"))
            .AddChain(new NftChain(table, "c") { Hook = hook, Type = type });
        foreach (var (write, _) in rules)
        {
            batch.AddRule(table, "c", write(new NftRuleBuilder(family)));
        }

        nft.Commit(batch);

        Assert.Equal(rules.Select(r => r.Expected), NftListing.Rules(ns, table, "c").Skip(1));
        NftListing.Load(again, ns.Exec("nft list ruleset"));
        Assert.Equal(ns.Exec("nft list ruleset"), again.Exec("nft list ruleset"));
    }
}
