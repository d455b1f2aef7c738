using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Conditions;
using CniChain.Plugins.Portmap.Configuration;
using static CniChain.Plugins.Portmap.Kernel.ChainRules;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>The chain of a <see cref="ConditionSet"/>: what holds goes on to the lookups, what does not leaves untranslated.</summary>
internal static class ConditionChain
{
    public static ChainRules Of(ConditionSet set)
    {
        var rules = new List<NftRuleBuilder>(set.Alternatives.Count);
        foreach (var conditions in set.Alternatives)
        {
            var rule = Rule();
            foreach (var condition in conditions)
            {
                Add(rule, condition);
            }

            rules.Add(rule.Goto(PortTable.TranslateChain));
        }

        return ChainRules.Of(set.ChainName, [.. rules]);
    }

    private static void Add(NftRuleBuilder rule, Condition condition)
    {
        switch (condition)
        {
            case AddressCondition { Side: PacketSide.Source } source:
                rule.Saddr(source.Prefix.Network, source.Negated);
                break;
            case AddressCondition destination:
                rule.Daddr(destination.Prefix.Network, destination.Negated);
                break;
            case InterfaceCondition { Side: PacketSide.Source } incoming:
                rule.Iifname(incoming.Name, incoming.Negated);
                break;
            case InterfaceCondition outgoing:
                rule.Oifname(outgoing.Name, outgoing.Negated);
                break;
            case MarkCondition mark:
                rule.MarkIs(mark.Mark, not: mark.Negated);
                break;
            case PortCondition port:
                AddPort(rule, port);
                break;
            default:
                throw new InvalidOperationException($"no rule for {condition}");
        }
    }

    private static void AddPort(NftRuleBuilder rule, PortCondition port)
    {
        if (port.Protocol == TransportProtocol.Sctp)
        {
            rule.L4Proto((byte)TransportProtocol.Sctp);
        }

        var selector = (port.Protocol, port.Side) switch
        {
            (TransportProtocol.Tcp, PacketSide.Source) => NftSelector.TcpSport,
            (TransportProtocol.Tcp, _) => NftSelector.TcpDport,
            (TransportProtocol.Udp, PacketSide.Source) => NftSelector.UdpSport,
            (TransportProtocol.Udp, _) => NftSelector.UdpDport,
            (_, PacketSide.Source) => NftSelector.ThSport,
            _ => NftSelector.ThDport,
        };
        var first = NftKey.Of.Port(port.Ports.First);
        if (port.Ports.Count == 1)
        {
            rule.Is(selector, first, port.Negated);
        }
        else
        {
            rule.Between(selector, first, NftKey.Of.Port(port.Ports.Last), port.Negated);
        }
    }
}
