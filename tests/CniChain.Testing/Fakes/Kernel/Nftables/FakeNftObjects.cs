using System.Collections.Immutable;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>Writes the objects of a fake nf_tables as the kernel lays them out.</summary>
internal static class FakeNftObjects
{
    public static byte[] Table(FakeTable table)
    {
        using var writer = Start(table);
        writer.Text(TableAttribute.Name, table.Name);
        UserData(writer, TableAttribute.UserData, table.UserData);
        return writer.Written.ToArray();
    }

    public static byte[] Chain(FakeTable table, FakeChain chain)
    {
        using var writer = Start(table);
        writer.Text(ChainAttribute.Table, table.Name);
        writer.Be64(ChainAttribute.Handle, chain.Handle);
        writer.Text(ChainAttribute.Name, chain.Name);
        if (chain.Hook is { } hook)
        {
            using (writer.Nest(ChainAttribute.Hook))
            {
                writer.Be32(HookAttribute.Number, hook.Number);
                writer.Be32(HookAttribute.Priority, (uint)hook.Priority);
            }

            writer.Be32(ChainAttribute.Policy, (uint)chain.Policy);
            writer.Text(ChainAttribute.Type, hook.Type);
        }

        writer.Be32(ChainAttribute.Use, (uint)(chain.Rules.Count + table.CountLeadingTo(chain.Name)));
        UserData(writer, ChainAttribute.UserData, chain.UserData);
        return writer.Written.ToArray();
    }

    public static byte[] Rule(FakeTable table, FakeChain chain, FakeRule rule)
    {
        using var writer = Start(table);
        writer.Text(RuleAttribute.Table, table.Name);
        writer.Text(RuleAttribute.Chain, chain.Name);
        writer.Be64(RuleAttribute.Handle, rule.Handle);
        writer.Put((ushort)RuleAttribute.Expressions | NetlinkConstants.NLA_F_NESTED, rule.Wire.AsSpan());
        UserData(writer, RuleAttribute.UserData, rule.UserData);
        return writer.Written.ToArray();
    }

    public static byte[] Set(FakeTable table, FakeSet set)
    {
        using var writer = Start(table);
        writer.Text(SetAttribute.Table, table.Name);
        writer.Text(SetAttribute.Name, set.Name);
        writer.Be32(SetAttribute.Flags, (uint)set.Flags);
        writer.Be32(SetAttribute.KeyType, set.KeyType);
        writer.Be32(SetAttribute.KeyLength, (uint)set.KeyLength);
        if (set.IsMap)
        {
            writer.Be32(SetAttribute.DataType, set.DataType);
            writer.Be32(SetAttribute.DataLength, (uint)set.DataLength);
        }

        UserData(writer, SetAttribute.UserData, set.UserData);
        using (writer.Nest(SetAttribute.Description))
        {
            if (set.Size > 0)
            {
                writer.Be32(SetDescriptionAttribute.Size, set.Size);
            }
        }

        return writer.Written.ToArray();
    }

    public static byte[] Element(FakeTable table, FakeSet set, FakeElement element)
    {
        using var writer = Start(table);
        writer.Text(ElementListAttribute.Table, table.Name);
        writer.Text(ElementListAttribute.Set, set.Name);
        var isTwo = set.HoldsRanges && set.Fields.IsEmpty;
        using (writer.Nest(ElementListAttribute.Elements))
        {
            using (writer.Nest(ListAttribute.Element))
            {
                writer.Value(ElementAttribute.Key, element.Key.AsSpan());
                if (element.End is { } last && !isTwo)
                {
                    writer.Value(ElementAttribute.KeyEnd, last.AsSpan());
                }

                if (set.IsMap)
                {
                    writer.Put((ushort)ElementAttribute.Data | NetlinkConstants.NLA_F_NESTED, element.Data.AsSpan());
                }

                UserData(writer, ElementAttribute.UserData, element.UserData);
            }

            if (isTwo)
            {
                using (writer.Nest(ListAttribute.Element))
                {
                    writer.Be32(ElementAttribute.Flags, NftElementWriter.IntervalEnd);
                    writer.Value(ElementAttribute.Key, element.End!.Value.AsSpan());
                }
            }
        }

        return writer.Written.ToArray();
    }

    private static NetlinkWriter Start(FakeTable table)
    {
        var writer = new NetlinkWriter();
        writer.WriteStruct(new NfGenMsg { nfgen_family = table.Family });
        return writer;
    }

    private static void UserData<T>(NetlinkWriter writer, T type, ImmutableArray<byte> data)
        where T : unmanaged, Enum
    {
        if (!data.IsEmpty)
        {
            writer.Bytes(type, data.AsSpan());
        }
    }
}
