using System.Net;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Planning;
using static CniChain.Plugins.Portmap.Kernel.ChainRules;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>The chain of a <see cref="SourceNat"/>.</summary>
internal static class SourceNatChain
{
    private static readonly IPNetwork s_loopback = new(IPAddress.Parse("127.0.0.0"), 8);

    /// <summary>
    /// From the subnet, the container itself included: it would answer its neighbour directly, from an address the neighbour never
    /// spoke to. From 127.0.0.0/8: nobody else's answer leads there.
    /// </summary>
    public static ChainRules Of(SourceNat nat)
    {
        if (nat.Subnet is not { } subnet)
        {
            return nat == SourceNat.Everything ? ChainRules.Of(nat.ChainName, Rule().Masquerade()) : ChainRules.Of(nat.ChainName);
        }

        var rules = new List<NftRuleBuilder> { Rule().Saddr(subnet.Network).Masquerade() };
        if (!subnet.IsIPv6)
        {
            rules.Add(Rule().Saddr(s_loopback).Masquerade());
        }

        if (nat.Mark is { } mark)
        {
            rules.Add(Rule().MarkIs(mark, mark).Masquerade());
        }

        return ChainRules.Of(nat.ChainName, [.. rules]);
    }
}
