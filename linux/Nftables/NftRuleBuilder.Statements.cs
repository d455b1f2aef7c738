using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables.Expressions;

namespace CniChain.Linux.Nftables;

public sealed partial class NftRuleBuilder
{
    private const byte IcmpPortUnreachable = 3;
    private const byte Icmp6PortUnreachable = 4;

    /// <summary><c>accept</c>.</summary>
    public NftRuleBuilder Accept() => Verdict(NftVerdict.Accept);

    /// <summary><c>drop</c>.</summary>
    public NftRuleBuilder Drop() => Verdict(NftVerdict.Drop);

    /// <summary><c>return</c>.</summary>
    public NftRuleBuilder Return() => Verdict(NftVerdict.Return);

    /// <summary><c>jump published</c>.</summary>
    public NftRuleBuilder Jump(string chain) => Verdict(NftVerdict.Jump(chain));

    /// <summary><c>goto published</c>.</summary>
    public NftRuleBuilder Goto(string chain) => Verdict(NftVerdict.Goto(chain));

    /// <summary>A verdict of any kind.</summary>
    public NftRuleBuilder Verdict(NftVerdict verdict) => Then(new NftVerdictExpression(verdict));

    /// <summary><c>ip saddr vmap @sources4</c>: does what a verdict map says; goes on when it says nothing.</summary>
    /// <param name="map">A verdict map of the same table.</param>
    /// <param name="key">What to look up; several are a concatenation.</param>
    public NftRuleBuilder Vmap(string map, params ReadOnlySpan<NftSelector> key) =>
        Then(new NftLookup(map, Load(key), NftRegister.Verdict));

    /// <summary><c>dnat ip to meta l4proto . th dport map @ports4</c>; goes on when the map has no such key.</summary>
    /// <param name="family">The IP version of the addresses in the map.</param>
    /// <param name="map">A map of the same table to <c>address . port</c>.</param>
    /// <param name="key">What to look up; several are a concatenation.</param>
    public NftRuleBuilder DnatToMap(AddressFamily family, string map, params ReadOnlySpan<NftSelector> key)
    {
        var six = family == AddressFamily.InterNetworkV6;
        return Then(new NftLookup(map, Load(key), s_first)).Then(new NftNat(
            NftNatType.Destination,
            six ? NftFamily.Ip6 : NftFamily.Ip,
            AddressMin: s_first,
            PortMin: NftRegister.At(six ? 4 : 1)));
    }

    /// <summary><c>dnat ip to 10.88.0.2:80</c>.</summary>
    /// <param name="address">The new destination.</param>
    /// <param name="port">Its port; null to keep the packet's. Only behind a match of the transport protocol.</param>
    public NftRuleBuilder Dnat(IPAddress address, ushort? port = null) => Nat(NftNatType.Destination, address, port);

    /// <summary><c>snat ip to 192.0.2.1</c>.</summary>
    /// <param name="address">The new source.</param>
    /// <param name="port">Its port; null to leave the choice to the kernel. Only behind a match of the transport protocol.</param>
    public NftRuleBuilder Snat(IPAddress address, ushort? port = null) => Nat(NftNatType.Source, address, port);

    /// <summary><c>masquerade</c>.</summary>
    public NftRuleBuilder Masquerade(NftNatFlags flags = NftNatFlags.None) => Then(new NftMasquerade(flags));

    /// <summary><c>redirect to :8080</c>. Only behind a match of the transport protocol.</summary>
    public NftRuleBuilder Redirect(ushort port) =>
        Then(new NftImmediate(s_first, Network(port))).Then(new NftRedirect(PortMin: s_first, Flags: NftNatFlags.PortSpecified));

    /// <summary><c>meta mark set 0x2000</c> or, with a mask, <c>meta mark set meta mark | 0x2000</c>: other bits stay.</summary>
    public NftRuleBuilder MarkSet(uint value, uint mask = uint.MaxValue)
    {
        if (mask == uint.MaxValue)
        {
            Then(new NftImmediate(s_first, NftFields.Host(value)));
        }
        else
        {
            Load([NftSelector.MetaMark]);
            Then(new NftBitwise(s_first, s_first, NftFields.Host(~mask), NftFields.Host(value & mask)));
        }

        return Then(new NftMetaSet(NftMetaKey.Mark, s_first));
    }

    /// <summary><c>ct mark set 0x2000</c>.</summary>
    public NftRuleBuilder CtMarkSet(uint value) =>
        Then(new NftImmediate(s_first, NftFields.Host(value))).Then(new NftConntrackSet(NftConntrackKey.Mark, s_first));

    /// <summary><c>ip dscp set 46</c> or <c>ip6 dscp set 46</c>: the packet's class of service (RFC 2474); the ECN bits stay.</summary>
    /// <param name="family">The IP version.</param>
    /// <param name="dscp">0 to 63.</param>
    public NftRuleBuilder DscpSet(AddressFamily family, byte dscp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dscp, 63);
        var v6 = family == AddressFamily.InterNetworkV6;
        Require(NftSelector.Saddr(family));

        // The first two bytes: IPv4 has version, length, DSCP, ECN; IPv6 has version, DSCP, ECN, and the flow label's start.
        byte[] keep = v6 ? [0xf0, 0x3f] : [0xff, 0x03];
        byte[] put = v6 ? [(byte)(dscp >> 2), (byte)(dscp << 6)] : [0, (byte)(dscp << 2)];
        const int Ipv4Checksum = 10;
        return Then(new NftPayloadLoad(NftPayloadBase.Network, 0, 2, s_first))
            .Then(new NftBitwise(s_first, s_first, keep, put))
            .Then(new NftPayloadWrite(s_first, NftPayloadBase.Network, 0, 2, v6 ? null : Ipv4Checksum));
    }

    /// <summary><c>counter</c>.</summary>
    public NftRuleBuilder Counter() => Then(new NftCounter());

    /// <summary><c>limit rate 10/second burst 5 packets</c>: goes on below the rate.</summary>
    public NftRuleBuilder Limit(ulong packets, TimeSpan per, uint burst = 5) => Then(new NftLimit(packets, per, burst));

    /// <summary><c>log prefix "..."</c>.</summary>
    public NftRuleBuilder Log(string prefix) => Then(new NftLog(prefix));

    /// <summary><c>reject</c>: with ICMP port unreachable.</summary>
    public NftRuleBuilder Reject() => Family switch
    {
        NftFamily.Ip => Then(new NftReject(NftRejectType.Icmp, IcmpPortUnreachable)),
        NftFamily.Ip6 => Then(new NftReject(NftRejectType.Icmp, Icmp6PortUnreachable)),
        _ => Reject(NftRejectCode.PortUnreachable),
    };

    /// <summary><c>reject with icmpx admin-prohibited</c>; inet, bridge and netdev families.</summary>
    public NftRuleBuilder Reject(NftRejectCode code) => Then(new NftReject(NftRejectType.Icmpx, (byte)code));

    /// <summary><c>meta l4proto tcp reject with tcp reset</c>.</summary>
    public NftRuleBuilder RejectWithTcpReset()
    {
        RequireTransport((byte)ProtocolType.Tcp);
        return Then(new NftReject(NftRejectType.TcpReset, 0));
    }

    private NftRuleBuilder Nat(NftNatType type, IPAddress address, ushort? port)
    {
        ArgumentNullException.ThrowIfNull(address);
        var family = address.AddressFamily == AddressFamily.InterNetworkV6 ? NftFamily.Ip6 : NftFamily.Ip;
        Then(new NftImmediate(s_first, address.GetAddressBytes()));
        if (port is not { } number)
        {
            return Then(new NftNat(type, family, AddressMin: s_first));
        }

        var second = NftRegister.At(4);
        return Then(new NftImmediate(second, Network(number)))
            .Then(new NftNat(type, family, AddressMin: s_first, PortMin: second, Flags: NftNatFlags.PortSpecified));
    }

    private static byte[] Network(ushort value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
