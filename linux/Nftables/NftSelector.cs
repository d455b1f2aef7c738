using System.Net.Sockets;
using CniChain.Linux.Nftables.Expressions;

namespace CniChain.Linux.Nftables;

/// <summary>Something of a packet that a rule looks at, named as nft names it: <c>ip saddr</c>, <c>meta l4proto</c>, <c>th dport</c>.</summary>
/// <remarks>
/// A selector that only some packets have (<c>ip saddr</c> in the inet family, <c>tcp dport</c>) makes the rule test first that this is
/// such a packet, once for all of its selectors, just as nft does.
/// </remarks>
public sealed class NftSelector
{
    private const byte Tcp = 6;
    private const byte Udp = 17;

    private readonly Func<NftRegister, NftExpression> _load;

    private NftSelector(string text, int length, Func<NftRegister, NftExpression> load)
    {
        Text = text;
        Length = length;
        _load = load;
    }

    /// <summary><c>ip saddr</c>: 4 bytes.</summary>
    public static NftSelector IpSaddr { get; } = Network("ip saddr", NftFamily.Ip, 12, 4);

    /// <summary><c>ip daddr</c>: 4 bytes.</summary>
    public static NftSelector IpDaddr { get; } = Network("ip daddr", NftFamily.Ip, 16, 4);

    /// <summary><c>ip6 saddr</c>: 16 bytes.</summary>
    public static NftSelector Ip6Saddr { get; } = Network("ip6 saddr", NftFamily.Ip6, 8, 16);

    /// <summary><c>ip6 daddr</c>: 16 bytes.</summary>
    public static NftSelector Ip6Daddr { get; } = Network("ip6 daddr", NftFamily.Ip6, 24, 16);

    /// <summary><c>ether saddr</c>: 6 bytes; bridge and netdev families.</summary>
    public static NftSelector EtherSaddr { get; } = Link("ether saddr", 6, 6);

    /// <summary><c>ether daddr</c>: 6 bytes; bridge and netdev families.</summary>
    public static NftSelector EtherDaddr { get; } = Link("ether daddr", 0, 6);

    /// <summary><c>ether type</c>: 2 bytes, network order; bridge and netdev families.</summary>
    public static NftSelector EtherType { get; } = Link("ether type", 12, 2);

    /// <summary><c>th sport</c>: 2 bytes, of whatever protocol has ports there.</summary>
    public static NftSelector ThSport { get; } = Transport("th sport", null, 0);

    /// <summary><c>th dport</c>: 2 bytes, of whatever protocol has ports there.</summary>
    public static NftSelector ThDport { get; } = Transport("th dport", null, 2);

    /// <summary><c>tcp sport</c>: 2 bytes.</summary>
    public static NftSelector TcpSport { get; } = Transport("tcp sport", Tcp, 0);

    /// <summary><c>tcp dport</c>: 2 bytes.</summary>
    public static NftSelector TcpDport { get; } = Transport("tcp dport", Tcp, 2);

    /// <summary><c>udp sport</c>: 2 bytes.</summary>
    public static NftSelector UdpSport { get; } = Transport("udp sport", Udp, 0);

    /// <summary><c>udp dport</c>: 2 bytes.</summary>
    public static NftSelector UdpDport { get; } = Transport("udp dport", Udp, 2);

    /// <summary><c>meta l4proto</c>: 1 byte.</summary>
    public static NftSelector MetaL4Proto { get; } = Meta("meta l4proto", NftMetaKey.L4Protocol, 1);

    /// <summary><c>meta nfproto</c>: 1 byte.</summary>
    public static NftSelector MetaNfProto { get; } = Meta("meta nfproto", NftMetaKey.NfProto, 1);

    /// <summary><c>meta protocol</c>: ether type, 2 bytes, network order.</summary>
    public static NftSelector MetaProtocol { get; } = Meta("meta protocol", NftMetaKey.Protocol, 2);

    /// <summary><c>meta mark</c>: 4 bytes, host order.</summary>
    public static NftSelector MetaMark { get; } = Meta("meta mark", NftMetaKey.Mark, 4);

    /// <summary><c>iif</c>: 4 bytes, host order.</summary>
    public static NftSelector Iif { get; } = Meta("iif", NftMetaKey.InputIndex, 4);

    /// <summary><c>oif</c>: 4 bytes, host order.</summary>
    public static NftSelector Oif { get; } = Meta("oif", NftMetaKey.OutputIndex, 4);

    /// <summary><c>iifname</c>: 16 bytes.</summary>
    public static NftSelector Iifname { get; } = Meta("iifname", NftMetaKey.InputName, 16);

    /// <summary><c>oifname</c>: 16 bytes.</summary>
    public static NftSelector Oifname { get; } = Meta("oifname", NftMetaKey.OutputName, 16);

    /// <summary><c>iifgroup</c>: 4 bytes, host order.</summary>
    public static NftSelector IifGroup { get; } = Meta("iifgroup", NftMetaKey.InputGroup, 4);

    /// <summary><c>oifgroup</c>: 4 bytes, host order.</summary>
    public static NftSelector OifGroup { get; } = Meta("oifgroup", NftMetaKey.OutputGroup, 4);

    /// <summary><c>ct state</c>: 4 bytes, host order.</summary>
    public static NftSelector CtState { get; } = Conntrack("ct state", NftConntrackKey.State, 4);

    /// <summary><c>ct status</c>: 4 bytes, host order.</summary>
    public static NftSelector CtStatus { get; } = Conntrack("ct status", NftConntrackKey.Status, 4);

    /// <summary><c>ct mark</c>: 4 bytes, host order.</summary>
    public static NftSelector CtMark { get; } = Conntrack("ct mark", NftConntrackKey.Mark, 4);

    /// <summary><c>ct direction</c>: 1 byte.</summary>
    public static NftSelector CtDirection { get; } = Conntrack("ct direction", NftConntrackKey.Direction, 1);

    /// <summary><c>ct original ip saddr</c>: 4 bytes.</summary>
    public static NftSelector CtOriginalIpSaddr { get; } = Conntrack("ct original ip saddr", NftConntrackKey.SourceIp, 4, original: true);

    /// <summary><c>ct original ip daddr</c>: 4 bytes.</summary>
    public static NftSelector CtOriginalIpDaddr { get; } =
        Conntrack("ct original ip daddr", NftConntrackKey.DestinationIp, 4, original: true);

    /// <summary><c>fib daddr type</c>: 4 bytes, host order.</summary>
    public static NftSelector FibDaddrType { get; } = new(
        "fib daddr type", 4, to => new NftFib(NftFibFlags.DestinationAddress, NftFibResult.AddressType, to));

    /// <summary><c>fib saddr type</c>: 4 bytes, host order.</summary>
    public static NftSelector FibSaddrType { get; } = new(
        "fib saddr type", 4, to => new NftFib(NftFibFlags.SourceAddress, NftFibResult.AddressType, to));

    /// <summary><c>fib saddr . iif oif</c>, whether there is one: 4 bytes, host order, 1 or 0.</summary>
    public static NftSelector FibReversePath { get; } = new(
        "fib saddr . iif oif",
        4,
        to => new NftFib(
            NftFibFlags.SourceAddress | NftFibFlags.InputInterface | NftFibFlags.Present, NftFibResult.OutputIndex, to));

    /// <summary>How many bytes it loads.</summary>
    public int Length { get; }

    /// <summary>The packets that have it: Ip or Ip6; null for all.</summary>
    internal NftFamily? NetworkProtocol { get; private init; }

    /// <summary>The packets that have it, by IP protocol; null for all.</summary>
    internal byte? TransportProtocol { get; private init; }

    /// <summary>Whether it reads the link header, which only some families' packets have.</summary>
    internal bool NeedsLinkHeader { get; private init; }

    private string Text { get; }

    /// <summary><c>ip saddr</c> or <c>ip6 saddr</c>.</summary>
    public static NftSelector Saddr(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? Ip6Saddr : IpSaddr;

    /// <summary><c>ip daddr</c> or <c>ip6 daddr</c>.</summary>
    public static NftSelector Daddr(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? Ip6Daddr : IpDaddr;

    /// <summary>As the nft tool writes it.</summary>
    public override string ToString() => Text;

    /// <summary>The expression that loads it.</summary>
    internal NftExpression Load(NftRegister destination) => _load(destination);

    /// <summary>The expression that loads its first bytes only, where that can be; null where it cannot.</summary>
    internal NftExpression? LoadStart(int length, NftRegister destination) =>
        _load(destination) is NftPayloadLoad load ? load with { Length = length } : null;

    private static NftSelector Network(string text, NftFamily protocol, int offset, int length) =>
        new(text, length, to => new NftPayloadLoad(NftPayloadBase.Network, offset, length, to)) { NetworkProtocol = protocol };

    private static NftSelector Link(string text, int offset, int length) =>
        new(text, length, to => new NftPayloadLoad(NftPayloadBase.Link, offset, length, to)) { NeedsLinkHeader = true };

    private static NftSelector Transport(string text, byte? protocol, int offset) =>
        new(text, 2, to => new NftPayloadLoad(NftPayloadBase.Transport, offset, 2, to)) { TransportProtocol = protocol };

    private static NftSelector Meta(string text, NftMetaKey key, int length) => new(text, length, to => new NftMetaLoad(key, to));

    private static NftSelector Conntrack(string text, NftConntrackKey key, int length, bool original = false) =>
        new(text, length, to => new NftConntrackLoad(key, to, original ? NftConntrackDirection.Original : null));
}
