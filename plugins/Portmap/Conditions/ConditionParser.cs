using System.Net.Sockets;
using CniChain.Plugins.Portmap.Configuration;

namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>
/// Understands the part of nft's language that says which packets: addresses, interfaces, ports and the mark, each with an optional
/// <c>!=</c> and one value or <c>{a, b}</c>.
/// </summary>
/// <remarks>
/// A set becomes alternatives, <c>!= {a, b}</c> two comparisons: so a chain of conditions is rules alone, without anonymous sets to name.
/// </remarks>
internal static class ConditionParser
{
    /// <summary>More alternatives than this are a list of addresses that belongs into a set, not a condition.</summary>
    private const int MaxAlternatives = 256;

    private const string Known =
        "ip saddr, ip daddr, ip6 saddr, ip6 daddr, iifname, oifname, meta mark, tcp dport, tcp sport, udp ..., sctp ..., th ...";

    public static List<IReadOnlyList<Condition>> Parse(ConditionTokens tokens, AddressFamily family)
    {
        List<IReadOnlyList<Condition>> alternatives = [[]];
        do
        {
            alternatives = Multiply(alternatives, ParseOne(tokens, family));
        }
        while (!tokens.AtEnd);
        return alternatives;
    }

    private static List<IReadOnlyList<Condition>> ParseOne(ConditionTokens tokens, AddressFamily family)
    {
        var field = tokens.Take($"a condition; known are {Known}");
        switch (field)
        {
            case "ip" or "ip6":
                RefuseOtherFamily(field, family);
                var side = TakeSide(tokens, field, "saddr", "daddr");
                return ParseValues(tokens, (text, negated) => new AddressCondition(side, ConditionValues.Prefix(text, family), negated));
            case "meta" when tokens.Peek is "iifname" or "oifname" or "mark":
                return ParseOne(tokens, family);
            case "iifname" or "oifname":
                var end = field == "iifname" ? PacketSide.Source : PacketSide.Destination;
                return ParseValues(tokens, (text, negated) => new InterfaceCondition(end, ConditionValues.InterfaceName(text), negated));
            case "mark":
                return ParseValues(tokens, (text, negated) => new MarkCondition(ConditionValues.Mark(text), negated));
            case "tcp" or "udp" or "sctp" or "th":
                var protocol = Protocol(field);
                var port = TakeSide(tokens, field, "sport", "dport");
                return ParseValues(tokens, (text, negated) => new PortCondition(protocol, port, ConditionValues.Ports(text), negated));
            default:
                var words = field == "meta" ? $"meta {tokens.Peek}" : field;
                throw new ConditionSyntaxException($"holds \"{words}\", which is not understood here; known are {Known}");
        }
    }

    private static List<IReadOnlyList<Condition>> ParseValues(ConditionTokens tokens, Func<string, bool, Condition> make)
    {
        var negated = tokens.TryTake("!=") || tokens.TryTake("ne");
        if (!negated && !tokens.TryTake("=="))
        {
            tokens.TryTake("eq");
        }

        var conditions = TakeValues(tokens).ConvertAll(text => make(text, negated));
        return negated ? [conditions] : conditions.ConvertAll(condition => (IReadOnlyList<Condition>)[condition]);
    }

    private static List<string> TakeValues(ConditionTokens tokens)
    {
        if (!tokens.TryTake("{"))
        {
            return [tokens.Take("a value")];
        }

        var values = new List<string>();
        do
        {
            if (tokens.TryTake("}"))
            {
                return values.Count > 0 ? values : throw new ConditionSyntaxException("holds \"{}\"; give at least one value");
            }

            values.Add(tokens.Take("a value or \"}\""));
        }
        while (tokens.TryTake(","));
        return tokens.Take("\"}\"") is var close && close == "}"
            ? values
            : throw new ConditionSyntaxException($"holds \"{close}\" inside a set; give \",\" or \"}}\"");
    }

    private static PacketSide TakeSide(ConditionTokens tokens, string field, string source, string destination)
    {
        var word = tokens.Take($"{source} or {destination}");
        return word == source ? PacketSide.Source
            : word == destination ? PacketSide.Destination
            : throw new ConditionSyntaxException($"holds \"{word}\" after \"{field}\"; give {source} or {destination}");
    }

    private static void RefuseOtherFamily(string field, AddressFamily family)
    {
        var right = family == AddressFamily.InterNetwork ? "ip" : "ip6";
        if (field != right)
        {
            throw new ConditionSyntaxException($"holds \"{field}\", which no packet of this family has; give \"{right}\"");
        }
    }

    private static TransportProtocol? Protocol(string field) => field switch
    {
        "tcp" => TransportProtocol.Tcp,
        "udp" => TransportProtocol.Udp,
        "sctp" => TransportProtocol.Sctp,
        _ => null,
    };

    private static List<IReadOnlyList<Condition>> Multiply(
        List<IReadOnlyList<Condition>> left, List<IReadOnlyList<Condition>> right)
    {
        if (left.Count * right.Count > MaxAlternatives)
        {
            throw new ConditionSyntaxException($"makes more than {MaxAlternatives} combinations; give prefixes instead of single values");
        }

        var product = new List<IReadOnlyList<Condition>>(left.Count * right.Count);
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                product.Add([.. one, .. other]);
            }
        }

        return product;
    }
}
