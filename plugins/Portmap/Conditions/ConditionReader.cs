using System.Net.Sockets;

namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>Reads "conditionsV4" and "conditionsV6": what else a packet must be like, in nft's words.</summary>
internal static class ConditionReader
{
    public static ConditionSet? Read(ConfigSection root, string key, AddressFamily family)
    {
        var entries = root.GetStrings(key);
        if (entries.Count == 0)
        {
            return null;
        }

        try
        {
            RefuseIptables(entries[0]);
            return new ConditionSet(family, ConditionParser.Parse(new ConditionTokens(entries), family));
        }
        catch (ConditionSyntaxException e)
        {
            root.Invalid(key, e.Message);
            return null;
        }
    }

    private static void RefuseIptables(string first)
    {
        // How the reference tells the two languages apart: no nft expression starts like this.
        if (first.Length > 0 && first[0] is '-' or '!')
        {
            throw new ConditionSyntaxException(
                $"starts with \"{first}\", which is iptables; write it for nft, such as [\"ip\", \"saddr\", \"!=\", \"192.0.2.0/24\"] "
                    + "for [\"!\", \"-s\", \"192.0.2.0/24\"]");
        }
    }
}
