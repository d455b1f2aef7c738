using System.Collections.Immutable;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>A batch on its way: tables and chains here, the rest in files of its own.</summary>
internal sealed class FakeNftChanges(FakeRuleset ruleset)
{
    public FakeRuleset Ruleset { get; private set; } = ruleset;

    /// <summary>How many changes it came to, those that change nothing left out: without any, the generation stays.</summary>
    public int Count { get; private set; }

    public void Do(NetlinkMessage message, string type)
    {
        var family = message.Header<NfGenMsg>().nfgen_family;
        if (message.Flags.HasFlag(NetlinkFlags.Replace))
        {
            throw Refused.NotPlayed($"{type} with NLM_F_REPLACE or NLM_F_NONREC");
        }

        if ((NftFamily)family is not (NftFamily.Inet or NftFamily.Ip or NftFamily.Ip6 or NftFamily.Arp or NftFamily.Bridge))
        {
            throw Refused.NotPlayed($"tables of the family {family}");
        }

        if (message.Type >> 8 != NfnlConstants.NFNL_SUBSYS_NFTABLES)
        {
            throw Refused.NotPlayed($"{type} in a batch");
        }

        // Its first attribute names the table, whatever the message.
        var table = Ruleset.Find(family, Text(message, TableAttribute.Name));
        switch ((NftMessageType)(message.Type & 0xff))
        {
            case NftMessageType.NewTable: NewTable(message, family, table); break;
            case NftMessageType.DelTable: Change(Ruleset.Without(There(table))); break;
            case NftMessageType.NewChain: NewChain(message, There(table)); break;
            case NftMessageType.DelChain: DeleteChain(There(table), Text(message, ChainAttribute.Name)); break;
            case NftMessageType.NewRule: Change(FakeNftRules.Add(There(table), message)); break;
            case NftMessageType.DelRule: Change(FakeNftRules.Delete(There(table), message)); break;
            case NftMessageType.NewSet: Change(FakeNftSets.Add(There(table), message)); break;
            case NftMessageType.DelSet: Change(FakeNftSets.Delete(There(table), Text(message, SetAttribute.Name))); break;
            case NftMessageType.NewSetElem: Change(FakeNftElements.Add(There(table), message)); break;
            case NftMessageType.DelSetElem: Change(FakeNftElements.Delete(There(table), message)); break;
            default: throw Refused.NotPlayed(type);
        }
    }

    public static string Text<T>(NetlinkMessage message, T type)
        where T : struct, Enum =>
        Find(message, type, out var attribute) ? attribute.AsString() : throw Refused.With(Refused.EINVAL);

    public static uint Number<T>(NetlinkMessage message, T type)
        where T : struct, Enum =>
        Find(message, type, out var attribute) ? attribute.AsUInt32BigEndian() : 0;

    public static ImmutableArray<byte> Bytes<T>(NetlinkMessage message, T type)
        where T : struct, Enum =>
        Find(message, type, out var attribute) ? [.. attribute.Value] : [];

    public static bool Find<T>(NetlinkMessage message, T type, out NetlinkAttribute attribute)
        where T : struct, Enum =>
        message.Attributes(NfGenMsg.Size).TryGet(Convert.ToUInt16(type, System.Globalization.CultureInfo.InvariantCulture), out attribute);

    private static FakeTable There(FakeTable? table) => table ?? throw Refused.With(Refused.ENOENT);

    private void Change(FakeTable? table)
    {
        if (table is not null)
        {
            Change(Ruleset.With(table));
        }
    }

    private void Change(FakeRuleset next)
    {
        Ruleset = next;
        Count++;
    }

    private void NewTable(NetlinkMessage message, byte family, FakeTable? table)
    {
        if (Number(message, TableAttribute.Flags) != 0)
        {
            throw Refused.NotPlayed("tables with flags");
        }

        if (table is null)
        {
            var name = Text(message, TableAttribute.Name);
            Change(new FakeTable(family, name) { UserData = Bytes(message, TableAttribute.UserData) });
        }
        else if (message.Flags.HasFlag(NetlinkFlags.Exclusive))
        {
            throw Refused.With(Refused.EEXIST);
        }
    }

    private void NewChain(NetlinkMessage message, FakeTable table)
    {
        var name = Text(message, ChainAttribute.Name);
        var hook = FakeHooks.Read(table.Family, message);
        var hasPolicy = Find(message, ChainAttribute.Policy, out var policy);
        var chain = table.FindChain(name);
        if (hasPolicy && hook is null && chain?.Hook is null)
        {
            throw Refused.With(Refused.EOPNOTSUPP);
        }

        if (chain is null)
        {
            chain = new FakeChain(name, table.LastHandle + 1) { Hook = hook, UserData = Bytes(message, ChainAttribute.UserData) };
        }
        else if (message.Flags.HasFlag(NetlinkFlags.Exclusive) || (hook is not null && hook.Type != chain.Hook?.Type))
        {
            throw Refused.With(Refused.EEXIST);
        }
        else if (hook is not null && hook != chain.Hook)
        {
            throw Refused.With(Refused.EOPNOTSUPP);
        }

        Change(table.With(hasPolicy ? chain with { Policy = (NftVerdictCode)policy.AsInt32BigEndian() } : chain));
    }

    private void DeleteChain(FakeTable table, string name)
    {
        // Its own rules go first, so that one which leads back to it is not in the way.
        var emptied = table.With(table.Chain(name) with { Rules = [] });
        if (emptied.CountLeadingTo(name) > 0)
        {
            throw Refused.With(Refused.EBUSY);
        }

        Change(emptied with { Chains = emptied.Chains.RemoveAll(c => c.Name == name) });
    }
}
