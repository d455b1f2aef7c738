using System.Collections.Immutable;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>Rules of a batch (nf_tables_newrule, nf_tables_delrule).</summary>
internal static class FakeNftRules
{
    public static FakeTable Add(FakeTable table, NetlinkMessage message)
    {
        var chain = table.Chain(FakeNftChanges.Text(message, RuleAttribute.Chain));
        if (FakeNftChanges.Find(message, RuleAttribute.Handle, out _))
        {
            throw Refused.NotPlayed("changes to a rule");
        }

        if (!message.Flags.HasFlag(NetlinkFlags.Create))
        {
            throw Refused.With(Refused.EINVAL);
        }

        var at = Position(chain, message);
        var rule = new FakeRule(
            table.LastHandle + 1,
            Expressions(table, message),
            FakeNftChanges.Bytes(message, RuleAttribute.Expressions),
            FakeNftChanges.Bytes(message, RuleAttribute.UserData));
        var after = table.With(chain with { Rules = chain.Rules.Insert(at, rule) });
        after.Validate();
        return after;
    }

    public static FakeTable? Delete(FakeTable table, NetlinkMessage message)
    {
        var chain = table.Chain(FakeNftChanges.Text(message, RuleAttribute.Chain));
        if (FakeNftChanges.Find(message, RuleAttribute.Handle, out var handle))
        {
            return table.With(chain with { Rules = chain.Rules.RemoveAt(IndexOf(chain, handle.AsUInt64BigEndian())) });
        }

        return chain.Rules.IsEmpty ? null : table.With(chain with { Rules = [] });
    }

    private static int Position(FakeChain chain, NetlinkMessage message)
    {
        var isAppended = message.Flags.HasFlag(NetlinkFlags.Append);
        if (FakeNftChanges.Find(message, RuleAttribute.Position, out var position))
        {
            return IndexOf(chain, position.AsUInt64BigEndian()) + (isAppended ? 1 : 0);
        }

        return isAppended ? chain.Rules.Count : 0;
    }

    private static int IndexOf(FakeChain chain, ulong handle) =>
        chain.Rules.FindIndex(r => r.Handle == handle) is var index and >= 0 ? index : throw Refused.With(Refused.ENOENT);

    private static ImmutableList<FakeExpression> Expressions(FakeTable table, NetlinkMessage message)
    {
        var all = ImmutableList.CreateBuilder<FakeExpression>();
        if (FakeNftChanges.Find(message, RuleAttribute.Expressions, out var list))
        {
            foreach (var expression in list.Nested)
            {
                all.Add(FakeExpression.Read(table, expression.Nested));
            }
        }

        return all.ToImmutable();
    }
}
