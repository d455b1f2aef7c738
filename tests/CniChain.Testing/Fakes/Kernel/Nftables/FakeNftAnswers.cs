using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>What a fake kernel tells of its tables: one message for each object.</summary>
internal static class FakeNftAnswers
{
    public static byte[] Generation(uint generation, uint sequence)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(NfGenMsg));
        writer.Be32(GenerationAttribute.Id, generation);
        return FakeAnswer.Message(NftMessage.Type(NftMessageType.NewGen), NetlinkFlags.None, sequence, writer.Written);
    }

    public static void Get(FakeRuleset ruleset, NetlinkMessage message, Action<byte[]> answers)
    {
        var isDump = message.Flags.HasFlag(NetlinkFlags.Dump);
        foreach (var payload in isDump ? Dump(ruleset, message) : [One(ruleset, message)])
        {
            var type = (ushort)((message.Type & ~0xff) | ((message.Type & 0xff) - 1));
            answers(FakeAnswer.Message(type, isDump ? NetlinkFlags.Multi : NetlinkFlags.None, message.Sequence, payload));
        }

        if (isDump)
        {
            answers(FakeAnswer.Done(message.Sequence));
        }
    }

    private static byte[] One(FakeRuleset ruleset, NetlinkMessage message)
    {
        var table = ruleset.Table(message.Header<NfGenMsg>().nfgen_family, FakeNftChanges.Text(message, TableAttribute.Name));
        switch ((NftMessageType)(message.Type & 0xff))
        {
            case NftMessageType.GetTable:
                return FakeNftObjects.Table(table);
            case NftMessageType.GetChain:
                return FakeNftObjects.Chain(table, table.Chain(FakeNftChanges.Text(message, ChainAttribute.Name)));
            case NftMessageType.GetSet:
                return FakeNftObjects.Set(table, table.Set(FakeNftChanges.Text(message, SetAttribute.Name)));
            case NftMessageType.GetSetElem:
                var set = table.Set(FakeNftChanges.Text(message, ElementListAttribute.Set));
                return FakeNftObjects.Element(table, set, set.Lookup(FakeNftElements.KeyOf(message, set)) ?? throw Refused.With(Refused.ENOENT));
            default:
                throw Refused.NotPlayed("NFT_MSG_GETRULE of one rule");
        }
    }

    private static IEnumerable<byte[]> Dump(FakeRuleset ruleset, NetlinkMessage message)
    {
        var family = message.Header<NfGenMsg>().nfgen_family;
        var name = FakeNftChanges.Find(message, TableAttribute.Name, out var named) ? named.AsString() : null;
        var tables = ruleset.Tables.Where(t => (family == 0 || t.Family == family) && (name is null || t.Name == name));
        switch ((NftMessageType)(message.Type & 0xff))
        {
            case NftMessageType.GetTable:
                return tables.Select(FakeNftObjects.Table);
            case NftMessageType.GetChain:
                return tables.SelectMany(t => t.Chains.Select(c => FakeNftObjects.Chain(t, c)));
            case NftMessageType.GetRule:
                var chain = FakeNftChanges.Find(message, RuleAttribute.Chain, out var wanted) ? wanted.AsString() : null;
                return tables.SelectMany(t => t.Chains.Where(c => chain is null || c.Name == chain)
                    .SelectMany(c => c.Rules.Select(r => FakeNftObjects.Rule(t, c, r))));
            case NftMessageType.GetSet:
                return name is null || tables.Any()
                    ? tables.SelectMany(t => t.Sets.Select(s => FakeNftObjects.Set(t, s)))
                    : throw Refused.With(Refused.ENOENT);
            default:
                var table = ruleset.Table(family, name ?? throw Refused.With(Refused.EINVAL));
                var set = table.Set(FakeNftChanges.Text(message, ElementListAttribute.Set));
                return set.Elements.Values.Select(e => FakeNftObjects.Element(table, set, e));
        }
    }
}
