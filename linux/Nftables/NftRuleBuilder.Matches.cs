using System.Net;
using System.Text;
using CniChain.Linux.Nftables.Expressions;

namespace CniChain.Linux.Nftables;

public sealed partial class NftRuleBuilder
{
    private const int InterfaceNameSize = 16;

    /// <summary>Goes on when a selector has a value: <c>tcp dport 80</c>, or with <paramref name="not"/> <c>tcp dport != 80</c>.</summary>
    /// <exception cref="ArgumentException">The value has not the selector's length, or the selector is not for this family.</exception>
    public NftRuleBuilder Is(NftSelector selector, NftKey value, bool not = false)
    {
        ArgumentNullException.ThrowIfNull(selector);
        if (value.Bytes.Length != selector.Length)
        {
            throw new ArgumentException($"\"{selector}\" has {selector.Length} bytes, the value {value} has {value.Bytes.Length}.", nameof(value));
        }

        Load([selector]);
        Compare(value.Bytes.ToArray(), not);
        return this;
    }

    /// <summary>Goes on when a selector is within two values, both included: <c>tcp dport 80-90</c>.</summary>
    public NftRuleBuilder Between(NftSelector selector, NftKey from, NftKey to, bool not = false)
    {
        ArgumentNullException.ThrowIfNull(selector);
        Load([selector]);
        if (not)
        {
            return Then(new NftRange(s_first, from.Bytes.ToArray(), to.Bytes.ToArray(), Inverted: true));
        }

        return Then(new NftCompare(NftCompareOperator.GreaterOrEqual, s_first, from.Bytes.ToArray()))
            .Then(new NftCompare(NftCompareOperator.LessOrEqual, s_first, to.Bytes.ToArray()));
    }

    /// <summary>Goes on when the key is in a set of the same table: <c>iifname @guarded</c>.</summary>
    public NftRuleBuilder In(string set, params ReadOnlySpan<NftSelector> key) => Then(new NftLookup(set, Load(key)));

    /// <summary>Goes on when the key is not in a set of the same table: <c>iifname != @guarded</c>.</summary>
    public NftRuleBuilder NotIn(string set, params ReadOnlySpan<NftSelector> key) => Then(new NftLookup(set, Load(key), Inverted: true));

    /// <summary><c>ip saddr 10.88.0.0/16</c> or <c>ip6 saddr fd00::/64</c>.</summary>
    public NftRuleBuilder Saddr(IPNetwork network, bool not = false) =>
        Prefix(NftSelector.Saddr(network.BaseAddress.AddressFamily), network, not);

    /// <summary><c>ip daddr 10.88.0.0/16</c> or <c>ip6 daddr fd00::/64</c>.</summary>
    public NftRuleBuilder Daddr(IPNetwork network, bool not = false) =>
        Prefix(NftSelector.Daddr(network.BaseAddress.AddressFamily), network, not);

    /// <summary><c>ip saddr 10.88.0.2</c> or <c>ip6 saddr fd00::2</c>.</summary>
    public NftRuleBuilder Saddr(IPAddress address, bool not = false)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Is(NftSelector.Saddr(address.AddressFamily), NftKey.Of.Address(address), not);
    }

    /// <summary><c>ip daddr 10.88.0.2</c> or <c>ip6 daddr fd00::2</c>.</summary>
    public NftRuleBuilder Daddr(IPAddress address, bool not = false)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Is(NftSelector.Daddr(address.AddressFamily), NftKey.Of.Address(address), not);
    }

    /// <summary><c>iifname "veth1"</c>; a name that ends with <c>*</c> stands for all that start so.</summary>
    public NftRuleBuilder Iifname(string name, bool not = false) => InterfaceName(NftSelector.Iifname, name, not);

    /// <summary><c>oifname "veth1"</c>; a name that ends with <c>*</c> stands for all that start so.</summary>
    public NftRuleBuilder Oifname(string name, bool not = false) => InterfaceName(NftSelector.Oifname, name, not);

    /// <summary><c>ether saddr 0a:58:0a:58:00:02</c>; bridge and netdev families.</summary>
    public NftRuleBuilder EtherSaddr(MacAddress address, bool not = false) =>
        Is(NftSelector.EtherSaddr, NftKey.Of.EtherAddress(address), not);

    /// <summary><c>meta l4proto tcp</c>.</summary>
    public NftRuleBuilder L4Proto(byte protocol, bool not = false)
    {
        Is(NftSelector.MetaL4Proto, NftKey.Of.Protocol(protocol), not);
        _transport = not ? _transport : protocol;
        return this;
    }

    /// <summary><c>fib daddr type local</c>.</summary>
    public NftRuleBuilder FibDaddrType(NftAddressType type, bool not = false) =>
        Is(NftSelector.FibDaddrType, NftKey.Of.Number((uint)type), not);

    /// <summary><c>ct status dnat</c>: goes on when one of the bits is set.</summary>
    public NftRuleBuilder CtStatus(NftConntrackStatus any) => HasAny(NftSelector.CtStatus, (uint)any);

    /// <summary><c>ct state established,related</c>: goes on when one of the bits is set.</summary>
    public NftRuleBuilder CtState(NftConntrackState any) => HasAny(NftSelector.CtState, (uint)any);

    /// <summary><c>meta mark 0x2000</c> or, with a mask, <c>meta mark &amp; 0x2000 == 0x2000</c>.</summary>
    public NftRuleBuilder MarkIs(uint value, uint mask = uint.MaxValue, bool not = false)
    {
        Load([NftSelector.MetaMark]);
        if (mask != uint.MaxValue)
        {
            Then(new NftBitwise(s_first, s_first, NftFields.Host(mask), NftFields.Host(0)));
        }

        Compare(NftFields.Host(value), not);
        return this;
    }

    private NftRuleBuilder HasAny(NftSelector selector, uint bits)
    {
        Load([selector]);
        Then(new NftBitwise(s_first, s_first, NftFields.Host(bits), NftFields.Host(0)));
        Compare(NftFields.Host(0), not: true);
        return this;
    }

    private NftRuleBuilder Prefix(NftSelector selector, IPNetwork network, bool not)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        var length = network.PrefixLength;
        if (length == 0 && !not)
        {
            // Every packet of that IP version.
            Require(selector);
            return this;
        }

        if (length % 8 == 0 && length > 0)
        {
            // Whole bytes need no mask: nft loads only those, and so does this.
            Require(selector);
            Then(selector.LoadStart(length / 8, s_first)!);
            Compare(bytes[..(length / 8)], not);
            return this;
        }

        var mask = new byte[bytes.Length];
        for (var bit = 0; bit < length; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        Load([selector]);
        Then(new NftBitwise(s_first, s_first, mask, new byte[bytes.Length]));
        Compare(bytes, not);
        return this;
    }

    private NftRuleBuilder InterfaceName(NftSelector selector, string name, bool not)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var wildcard = name.EndsWith('*');
        var bytes = Encoding.UTF8.GetBytes(wildcard ? name[..^1] : name);
        if (bytes.Length is 0 or >= InterfaceNameSize)
        {
            throw new ArgumentException($"\"{name}\" is not an interface name of 1 to 15 bytes.", nameof(name));
        }

        if (!wildcard)
        {
            Array.Resize(ref bytes, InterfaceNameSize);
        }

        Load([selector]);
        Compare(bytes, not);
        return this;
    }
}
