using System.Collections.Immutable;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>Sets and maps of a batch (nf_tables_newset, nf_tables_delset).</summary>
internal static class FakeNftSets
{
    private const NftSetFlags Played = NftSetFlags.Constant | NftSetFlags.Interval | NftSetFlags.Map | NftSetFlags.Concat;

    // NFT_DATA_VALUE_MAXLEN.
    private const int LongestValue = 64;

    public static FakeTable Add(FakeTable table, NetlinkMessage message)
    {
        var set = Read(table, message);
        if (table.FindSet(set.Name) is not { } before)
        {
            return message.Flags.HasFlag(NetlinkFlags.Create) ? table.With(set) : throw Refused.With(Refused.ENOENT);
        }

        return message.Flags.HasFlag(NetlinkFlags.Exclusive) || !before.IsSameAs(set) ? throw Refused.With(Refused.EEXIST) : table;
    }

    public static FakeTable Delete(FakeTable table, string name)
    {
        var set = table.Set(name);
        return table.IsUsed(set) ? throw Refused.With(Refused.EBUSY) : table with { Sets = table.Sets.Remove(set) };
    }

    private static FakeSet Read(FakeTable table, NetlinkMessage message)
    {
        var flags = (NftSetFlags)FakeNftChanges.Number(message, SetAttribute.Flags);
        if ((flags & ~Played) != 0 || FakeNftChanges.Find(message, SetAttribute.Timeout, out _))
        {
            throw Refused.NotPlayed($"sets with the flags {flags & ~Played}, anonymous ones and elements that expire");
        }

        var (keyLength, dataType) = (FakeNftChanges.Number(message, SetAttribute.KeyLength), FakeNftChanges.Number(message, SetAttribute.DataType));
        var dataLength = FakeNftChanges.Number(message, SetAttribute.DataLength);
        var isVerdict = dataType == (uint)NftDataType.Verdict;
        if (keyLength is 0 or > LongestValue
            || !FakeNftChanges.Find(message, SetAttribute.Id, out _)
            || (dataType != 0) != flags.HasFlag(NftSetFlags.Map)
            || (dataType != 0 && !isVerdict && dataLength is 0 or > LongestValue))
        {
            throw Refused.With(Refused.EINVAL);
        }

        var (size, fields) = Description(message);
        return new FakeSet(FakeNftChanges.Text(message, SetAttribute.Name), table.LastHandle + 1)
        {
            Flags = flags,
            KeyType = FakeNftChanges.Number(message, SetAttribute.KeyType),
            KeyLength = (int)keyLength,
            DataType = dataType,
            DataLength = isVerdict ? 0 : (int)dataLength,
            Size = size,
            Fields = fields,
            UserData = FakeNftChanges.Bytes(message, SetAttribute.UserData),
        };
    }

    private static (uint Size, ImmutableArray<int> Fields) Description(NetlinkMessage message)
    {
        if (!FakeNftChanges.Find(message, SetAttribute.Description, out var description))
        {
            return (0, []);
        }

        var lengths = ImmutableArray.CreateBuilder<int>();
        if (description.Nested.TryGet((ushort)SetDescriptionAttribute.Concatenation, out var fields))
        {
            foreach (var field in fields.Nested)
            {
                lengths.Add(field.Nested.TryGet((ushort)SetFieldAttribute.Length, out var length) ? length.AsInt32BigEndian() : 0);
            }
        }

        return (description.Nested.TryGet((ushort)SetDescriptionAttribute.Size, out var size) ? size.AsUInt32BigEndian() : 0, lengths.ToImmutable());
    }
}
