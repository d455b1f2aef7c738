using System.Runtime.CompilerServices;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;
using Tmds.Linux;

namespace CniChain.Linux.Nftables;

/// <summary>Reads tables, chains, rules and sets from messages.</summary>
internal static class NftParser
{
    public static NftFamily Family(NetlinkMessage message) => (NftFamily)message.Header<NfGenMsg>().nfgen_family;

    public static NetlinkAttributes Attributes(NetlinkMessage message) => message.Attributes(NfGenMsg.Size);

    public static NetlinkAttribute Required<T>(NetlinkMessage message, T type)
        where T : unmanaged, Enum =>
        Attributes(message).TryGet(Unsafe.BitCast<T, ushort>(type), out var attribute)
            ? attribute
            : throw new LinuxException($"read nf_tables message {message.Type & 0xff}", LibC.EPROTO, $"it has no {type}");

    public static NftTable Table(NetlinkMessage message) =>
        new(Family(message), Required(message, TableAttribute.Name).AsString());

    public static NftChain Chain(NetlinkMessage message)
    {
        var table = new NftTable(Family(message), Required(message, ChainAttribute.Table).AsString());
        var chain = new NftChain(table, Required(message, ChainAttribute.Name).AsString());
        foreach (var attribute in Attributes(message))
        {
            chain = (ChainAttribute)attribute.Type switch
            {
                ChainAttribute.Type => chain with { Type = attribute.AsString() },
                ChainAttribute.Policy => chain with { Policy = (NftVerdictCode)attribute.AsInt32BigEndian() },
                ChainAttribute.Hook => WithHook(chain, attribute.Nested),
                ChainAttribute.Use => chain with { Uses = attribute.AsUInt32BigEndian() },
                ChainAttribute.UserData => chain with { Comment = NftUserData.FindText(attribute.Value, NftUserData.Comment) },
                _ => chain,
            };
        }

        return chain;
    }

    public static NftRule Rule(NetlinkMessage message)
    {
        var table = new NftTable(Family(message), Required(message, RuleAttribute.Table).AsString());
        var (chain, handle, comment) = ("", 0UL, (string?)null);
        List<string> expressions = [];
        string? leadsTo = null;
        foreach (var attribute in Attributes(message))
        {
            switch ((RuleAttribute)attribute.Type)
            {
                case RuleAttribute.Chain:
                    chain = attribute.AsString();
                    break;
                case RuleAttribute.Handle:
                    handle = attribute.AsUInt64BigEndian();
                    break;
                case RuleAttribute.UserData:
                    comment = NftUserData.FindText(attribute.Value, NftUserData.Comment);
                    break;
                case RuleAttribute.Expressions:
                    AddNames(attribute.Nested, expressions);
                    leadsTo = FindTarget(attribute.Nested);
                    break;
            }
        }

        return new NftRule(table, chain, handle, comment, expressions) { LeadsTo = leadsTo };
    }

    public static NftSet Set(NetlinkMessage message)
    {
        var table = new NftTable(Family(message), Required(message, SetAttribute.Table).AsString());
        var reference = table.Set(Required(message, SetAttribute.Name).AsString());
        var set = new NftSet(reference, NftFields.Types(Required(message, SetAttribute.KeyType).AsUInt32BigEndian()));
        foreach (var attribute in Attributes(message))
        {
            set = (SetAttribute)attribute.Type switch
            {
                SetAttribute.Flags => set with { Flags = (NftSetFlags)attribute.AsUInt32BigEndian() },
                SetAttribute.DataType => set with { Data = NftFields.Types(attribute.AsUInt32BigEndian()) },
                SetAttribute.Timeout => set with { Timeout = TimeSpan.FromMilliseconds(attribute.AsUInt64BigEndian()) },
                SetAttribute.UserData => set with { Comment = NftUserData.FindText(attribute.Value, NftUserData.SetComment) },
                SetAttribute.Description when attribute.Nested.TryGet((ushort)SetDescriptionAttribute.Size, out var size) =>
                    set with { Size = size.AsUInt32BigEndian() },
                _ => set,
            };
        }

        return set;
    }

    /// <summary>The chain of an "immediate" expression that loads the verdict register.</summary>
    private static string? FindTarget(NetlinkAttributes list)
    {
        foreach (var expression in list)
        {
            if (expression.Nested.TryGet((ushort)ExpressionAttribute.Name, out var name) && name.AsString() == "immediate"
                && expression.Nested.TryGet((ushort)ExpressionAttribute.Data, out var body)
                && body.Nested.TryGet((ushort)ImmediateAttribute.Data, out var data)
                && data.Nested.TryGet((ushort)DataAttribute.Verdict, out var verdict)
                && verdict.Nested.TryGet((ushort)VerdictAttribute.Chain, out var chain))
            {
                return chain.AsString();
            }
        }

        return null;
    }

    private static NftChain WithHook(NftChain chain, NetlinkAttributes hook)
    {
        foreach (var attribute in hook)
        {
            chain = (HookAttribute)attribute.Type switch
            {
                HookAttribute.Number => chain with { Hook = Hook(chain.Table.Family, attribute.AsUInt32BigEndian()) },
                HookAttribute.Priority => chain with { Priority = attribute.AsInt32BigEndian() },
                HookAttribute.Device => chain with { Device = attribute.AsString() },
                _ => chain,
            };
        }

        return chain;
    }

    private static NftHook Hook(NftFamily family, uint number) =>
        family == NftFamily.Netdev && number == 0 ? NftHook.Ingress : (NftHook)number;

    private static void AddNames(NetlinkAttributes expressions, List<string> names)
    {
        foreach (var expression in expressions)
        {
            if (expression.Nested.TryGet((ushort)ExpressionAttribute.Name, out var name))
            {
                names.Add(name.AsString());
            }
        }
    }
}
