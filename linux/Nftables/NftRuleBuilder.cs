using CniChain.Linux.Nftables.Expressions;

namespace CniChain.Linux.Nftables;

/// <summary>Writes a rule from left to right, as one would for the nft tool.</summary>
/// <remarks>
/// <c>new NftRuleBuilder(NftFamily.Inet).FibDaddrType(NftAddressType.Local).Jump("published")</c> is
/// <c>fib daddr type local jump published</c>. The tests that nft puts in silently (is it IPv4? is it TCP?) are put in here too,
/// and the registers are the ones nft would take, so `nft list` shows the rule as it was meant and `nft -f` loads it again.
/// </remarks>
/// <param name="family">The family of the table that the rule is for.</param>
public sealed partial class NftRuleBuilder(NftFamily family)
{
    private static readonly NftRegister s_first = NftRegister.At(0);

    private readonly List<NftExpression> _expressions = [];
    private NftFamily? _network;
    private byte? _transport;

    /// <summary>The family the rule is for.</summary>
    public NftFamily Family { get; } = family;

    /// <summary>What was written so far.</summary>
    public IReadOnlyList<NftExpression> Expressions => _expressions;

    /// <summary>Appends an expression as it is.</summary>
    public NftRuleBuilder Then(NftExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        _expressions.Add(expression);
        return this;
    }

    /// <summary>Loads selectors into registers in a row, and says where they start.</summary>
    private NftRegister Load(ReadOnlySpan<NftSelector> key)
    {
        if (key.IsEmpty)
        {
            throw new ArgumentException("A key has one selector at least.", nameof(key));
        }

        // The tests use the first register themselves, so all of them come before the first load.
        foreach (var selector in key)
        {
            Require(selector);
        }

        var word = 0;
        foreach (var selector in key)
        {
            _expressions.Add(selector.Load(NftRegister.At(word)));
            word += NftFields.Padded(selector.Length) / 4;
        }

        return s_first;
    }

    private void Require(NftSelector selector)
    {
        if (selector.NetworkProtocol is { } network)
        {
            RequireNetwork(network, selector);
        }

        if (selector.TransportProtocol is { } transport)
        {
            RequireTransport(transport);
        }

        if (selector.NeedsLinkHeader && Family is not (NftFamily.Bridge or NftFamily.Netdev))
        {
            throw new ArgumentException($"\"{selector}\" is for the families bridge and netdev; packets of {Family} may have no such header.");
        }
    }

    private void RequireNetwork(NftFamily network, NftSelector selector)
    {
        if (Family is NftFamily.Ip or NftFamily.Ip6 or NftFamily.Arp)
        {
            if (Family != network)
            {
                throw new ArgumentException($"\"{selector}\" never matches in the family {Family}.");
            }

            return;
        }

        if (_network is { } known)
        {
            if (known != network)
            {
                throw new ArgumentException($"\"{selector}\" never matches behind a selector of the other IP version.");
            }

            return;
        }

        _network = network;
        if (Family == NftFamily.Inet)
        {
            _expressions.Add(new NftMetaLoad(NftMetaKey.NfProto, s_first));
            Compare([(byte)network]);
        }
        else
        {
            // A frame's own word for what it carries; bridge and netdev have no nfproto of the packet's.
            _expressions.Add(new NftMetaLoad(NftMetaKey.Protocol, s_first));
            Compare(network == NftFamily.Ip ? [0x08, 0x00] : [0x86, 0xdd]);
        }
    }

    private void RequireTransport(byte protocol)
    {
        if (_transport == protocol)
        {
            return;
        }

        _transport = protocol;
        _expressions.Add(new NftMetaLoad(NftMetaKey.L4Protocol, s_first));
        Compare([protocol]);
    }

    private void Compare(byte[] value, bool not = false) =>
        _expressions.Add(new NftCompare(not ? NftCompareOperator.NotEqual : NftCompareOperator.Equal, s_first, value));
}
