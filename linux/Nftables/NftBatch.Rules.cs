using System.Globalization;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

public sealed partial class NftBatch
{
    /// <summary>Adds a rule at the end of a chain.</summary>
    /// <param name="table">The chain's table.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="rule">The rule, made for the table's family.</param>
    /// <param name="comment">Whose it is or what it is for; 127 bytes at most, no quotes; null for none.</param>
    /// <exception cref="ArgumentException">A rule for another family, or a comment that the nft tool could not read back.</exception>
    public NftBatch AddRule(NftTable table, string chain, NftRuleBuilder rule, string? comment = null) =>
        AddRule(table, chain, ExpressionsFor(table, rule), comment);

    /// <summary>Adds a rule at the end of a chain, expression by expression.</summary>
    /// <inheritdoc cref="AddRule(NftTable, string, NftRuleBuilder, string)"/>
    public NftBatch AddRule(NftTable table, string chain, IReadOnlyList<NftExpression> rule, string? comment = null) =>
        AddRule(table, chain, rule, comment, NetlinkFlags.Create | NetlinkFlags.Append, null, "add");

    /// <summary>Adds a rule at the start of a chain, or before another rule.</summary>
    /// <param name="table">The chain's table.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="rule">The rule, made for the table's family.</param>
    /// <param name="comment">Whose it is or what it is for; 127 bytes at most, no quotes; null for none.</param>
    /// <param name="before">The handle of the rule to precede; null for the start of the chain.</param>
    /// <exception cref="ArgumentException">A rule for another family, or a comment that the nft tool could not read back.</exception>
    public NftBatch InsertRule(NftTable table, string chain, NftRuleBuilder rule, string? comment = null, ulong? before = null) =>
        AddRule(table, chain, ExpressionsFor(table, rule), comment, NetlinkFlags.Create, before, "insert");

    /// <summary>Deletes a rule; ENOENT when there is none of this handle.</summary>
    public NftBatch DeleteRule(NftTable table, string chain, ulong handle)
    {
        using var writer = StartRule(table, chain);
        writer.Be64(RuleAttribute.Handle, handle);
        var operation = string.Create(CultureInfo.InvariantCulture, $"delete rule {table} {chain} handle {handle}");
        return Finish(writer, NftMessageType.DelRule, NetlinkFlags.None, operation);
    }

    /// <summary>Deletes every rule of a chain; ENOENT when there is no such chain.</summary>
    public NftBatch FlushChain(NftTable table, string chain)
    {
        using var writer = StartRule(table, chain);
        return Finish(writer, NftMessageType.DelRule, NetlinkFlags.None, $"flush chain {table} {chain}");
    }

    private static IReadOnlyList<NftExpression> ExpressionsFor(NftTable table, NftRuleBuilder rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Family == table.Family
            ? rule.Expressions
            : throw new ArgumentException($"The rule is made for the family {rule.Family}, not for table {table}.", nameof(rule));
    }

    private static NetlinkWriter StartRule(NftTable table, string chain)
    {
        var writer = Start(table.Family);
        writer.Text(RuleAttribute.Table, table.Name);
        writer.Text(RuleAttribute.Chain, chain);
        return writer;
    }

    private NftBatch AddRule(
        NftTable table, string chain, IReadOnlyList<NftExpression> rule, string? comment, NetlinkFlags flags, ulong? before, string verb)
    {
        ArgumentNullException.ThrowIfNull(rule);
        using var writer = StartRule(table, chain);
        using (writer.Nest(RuleAttribute.Expressions))
        {
            for (var i = 0; i < rule.Count; i++)
            {
                rule[i].Write(writer);
            }
        }

        if (before is { } position)
        {
            writer.Be64(RuleAttribute.Position, position);
        }

        NftUserData.WriteComment(writer, RuleAttribute.UserData, comment);
        return Finish(writer, NftMessageType.NewRule, flags, $"{verb} rule {table} {chain}");
    }
}
