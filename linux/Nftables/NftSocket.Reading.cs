using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

public sealed partial class NftSocket
{
    /// <summary>The tables, of one family or (null) of all.</summary>
    public IReadOnlyList<NftTable> GetTables(NftFamily? family = null) =>
        _socket.Dump(
            NftMessage.Get(NftMessageType.GetTable, family, "get tables"),
            static (NetlinkMessage message, out NftTable table) =>
            {
                table = NftParser.Table(message);
                return true;
            });

    /// <summary>Whether a table exists.</summary>
    public bool HasTable(NftTable table) =>
        Find(
            NftMessageType.GetTable,
            table.Family,
            $"get table {table}",
            writer => writer.Text(TableAttribute.Name, table.Name),
            static message => message.Type) is not 0;

    /// <summary>The chains of a table; none when there is no such table.</summary>
    public IReadOnlyList<NftChain> GetChains(NftTable table) =>
        _socket.Dump(
            NftMessage.Get(NftMessageType.GetChain, table.Family, $"get chains {table}"),
            (NetlinkMessage message, out NftChain? chain) =>
            {
                chain = NftParser.Required(message, ChainAttribute.Table).AsString() == table.Name ? NftParser.Chain(message) : null;
                return chain is not null;
            });

    /// <summary>One chain; null when there is none.</summary>
    public NftChain? FindChain(NftTable table, string chain) =>
        Find(
            NftMessageType.GetChain,
            table.Family,
            $"get chain {table} {chain}",
            writer =>
            {
                writer.Text(ChainAttribute.Table, table.Name);
                writer.Text(ChainAttribute.Name, chain);
            },
            NftParser.Chain);

    /// <summary>The rules of a table or, with a chain named, of that chain, in their order; none when there is no such thing.</summary>
    public IReadOnlyList<NftRule> GetRules(NftTable table, string? chain = null) =>
        DumpOrNone(
            NftMessage.Get(NftMessageType.GetRule, table.Family, $"get rules {table} {chain}", writer =>
            {
                writer.Text(RuleAttribute.Table, table.Name);
                if (chain is not null)
                {
                    writer.Text(RuleAttribute.Chain, chain);
                }
            }),
            (NetlinkMessage message, out NftRule? rule) =>
            {
                // The kernel filters already, but takes a table name it does not know for no filter.
                rule = NftParser.Rule(message);
                return rule.Table == table && (chain is null || rule.Chain == chain);
            });

    /// <summary>The definitions of a table's sets and maps; none when there is no such table.</summary>
    public IReadOnlyList<NftSet> GetSets(NftTable table) =>
        DumpOrNone(
            NftMessage.Get(NftMessageType.GetSet, table.Family, $"get sets {table}", writer => writer.Text(SetAttribute.Table, table.Name)),
            static (NetlinkMessage message, out NftSet? set) =>
            {
                set = NftParser.Set(message);
                return true;
            });

    /// <summary>The definition of one set or map; null when there is none.</summary>
    public NftSet? FindSet(NftSetRef set) =>
        Find(
            NftMessageType.GetSet,
            set.Table.Family,
            $"get set {set}",
            writer =>
            {
                writer.Text(SetAttribute.Table, set.Table.Name);
                writer.Text(SetAttribute.Name, set.Name);
            },
            NftParser.Set);

    private T? Find<T>(NftMessageType type, NftFamily family, string operation, Action<NetlinkWriter> attributes, NetlinkParser<T> parse)
    {
        var request = NftMessage.Get(type, family, operation, attributes);
        return _socket.TryGet(request, parse, out var value, out var error) ? value
            : IsAbsent(error) ? default
            : throw error;
    }

    private List<T> DumpOrNone<T>(NetlinkRequest request, NetlinkSelector<T> select)
    {
        try
        {
            return _socket.Dump(request, select);
        }
        catch (NetlinkException e) when (IsAbsent(e))
        {
            return [];
        }
    }
}
