using System.Collections.Immutable;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Testing;

/// <summary>Elements of a batch (nf_tables_newsetelem, nf_tables_delsetelem).</summary>
internal static class FakeNftElements
{
    private const uint IntervalEnd = 1;

    public static FakeTable? Add(FakeTable table, NetlinkMessage message)
    {
        var before = Changeable(table, message);
        var set = before;
        foreach (var (element, offset) in Read(table, set, message, isNew: true))
        {
            set = Add(set, element, offset, message.Flags.HasFlag(NetlinkFlags.Exclusive));
        }

        if (ReferenceEquals(set, before))
        {
            return null;
        }

        var after = table.With(set);
        if (set.HoldsVerdicts)
        {
            after.Validate();
        }

        return after;
    }

    public static FakeTable? Delete(FakeTable table, NetlinkMessage message)
    {
        var set = Changeable(table, message);
        if (!FakeNftChanges.Find(message, ElementListAttribute.Elements, out _))
        {
            return set.Elements.IsEmpty ? null : table.With(set with { Elements = set.Elements.Clear() });
        }

        foreach (var (element, offset) in Read(table, set, message, isNew: false))
        {
            // Of ranges of several fields, the kernel takes the one that holds the first key (nft_pipapo_deactivate).
            set = (set.Fields.IsEmpty ? set.Find(element) : set.Lookup(element.Key)) is { } found ? set.Without(found) : throw Refused.At(offset, Refused.ENOENT);
        }

        return table.With(set);
    }

    /// <summary>The key of a request for one element.</summary>
    public static ImmutableArray<byte> KeyOf(NetlinkMessage message, FakeSet set)
    {
        if (FakeNftChanges.Find(message, ElementListAttribute.Elements, out var list))
        {
            foreach (var element in list.Nested)
            {
                return Key(element.Nested, ElementAttribute.Key, set);
            }
        }

        throw Refused.With(Refused.EINVAL);
    }

    private static FakeSet Changeable(FakeTable table, NetlinkMessage message)
    {
        var set = table.Set(FakeNftChanges.Text(message, ElementListAttribute.Set));
        return set.Flags.HasFlag(NftSetFlags.Constant) && table.IsUsed(set) ? throw Refused.With(Refused.EBUSY) : set;
    }

    private static FakeSet Add(FakeSet set, FakeElement element, int offset, bool isExclusive)
    {
        if (set.Find(element) is { } found)
        {
            return !isExclusive && found.Data.AsSpan().SequenceEqual(element.Data.AsSpan()) ? set : throw Refused.At(offset, Refused.EEXIST);
        }

        return set.Meets(element) ? throw Refused.At(offset, Refused.EEXIST)
            : set.Size > 0 && set.Elements.Count >= set.Size ? throw Refused.At(offset, Refused.ENFILE)
            : set.With(element);
    }

    private static List<(FakeElement Element, int Offset)> Read(FakeTable table, FakeSet set, NetlinkMessage message, bool isNew)
    {
        var all = new List<(FakeElement Element, int Offset)>();
        if (!FakeNftChanges.Find(message, ElementListAttribute.Elements, out var list))
        {
            throw Refused.With(Refused.EINVAL);
        }

        foreach (var attribute in list.Nested)
        {
            _ = message.Payload.Overlaps(attribute.Value, out var start);
            var offset = NlMsgHdr.Size + start - sizeof(uint);
            try
            {
                ReadOne(table, set, attribute.Nested, isNew, offset, all);
            }
            catch (NetlinkException e) when (e.Offset is null)
            {
                throw Refused.At(offset, e.Errno, e.KernelMessage);
            }
        }

        return set.HoldsRanges && set.Fields.IsEmpty && all.Exists(static e => e.Element.End is null)
            ? throw Refused.NotPlayed("elements of a set of ranges without their ends")
            : all;
    }

    private static void ReadOne(
        FakeTable table, FakeSet set, NetlinkAttributes attributes, bool isNew, int offset, List<(FakeElement Element, int Offset)> all)
    {
        foreach (var attribute in attributes)
        {
            if ((ElementAttribute)attribute.Type
                is not (ElementAttribute.Key or ElementAttribute.KeyEnd or ElementAttribute.Data or ElementAttribute.Flags or ElementAttribute.UserData))
            {
                throw Refused.NotPlayed($"attribute {attribute.Type} of an element");
            }
        }

        var key = Key(attributes, ElementAttribute.Key, set);
        var flags = attributes.TryGet((ushort)ElementAttribute.Flags, out var given) ? given.AsUInt32BigEndian() : 0;
        if (flags == IntervalEnd && set.HoldsRanges && all.Count > 0 && all[^1].Element.End is null)
        {
            all[^1] = (all[^1].Element with { End = key }, all[^1].Offset);
            return;
        }

        var element = new FakeElement(key)
        {
            End = attributes.TryGet((ushort)ElementAttribute.KeyEnd, out _) ? Key(attributes, ElementAttribute.KeyEnd, set) : null,
            UserData = attributes.TryGet((ushort)ElementAttribute.UserData, out var userData) ? [.. userData.Value] : [],
        };
        if (flags != 0 || (element.End is not null && set.Fields.IsEmpty))
        {
            throw Refused.With(Refused.EINVAL);
        }

        all.Add((isNew ? WithData(table, set, element, attributes) : element, offset));
    }

    private static FakeElement WithData(FakeTable table, FakeSet set, FakeElement element, NetlinkAttributes attributes)
    {
        if (attributes.TryGet((ushort)ElementAttribute.Data, out var data) != set.IsMap)
        {
            throw Refused.With(Refused.EINVAL);
        }

        if (!set.IsMap)
        {
            return element;
        }

        var isVerdict = data.Nested.TryGet((ushort)DataAttribute.Verdict, out var verdict);
        var isValue = data.Nested.TryGet((ushort)DataAttribute.Value, out var value) && value.Value.Length == set.DataLength;
        return isVerdict == set.HoldsVerdicts && isVerdict != isValue
            ? element with { Data = [.. data.Value], Target = isVerdict ? FakeExpression.TargetOf(table, verdict.Nested) : null }
            : throw Refused.With(Refused.EINVAL);
    }

    private static ImmutableArray<byte> Key(NetlinkAttributes attributes, ElementAttribute type, FakeSet set) =>
        attributes.TryGet((ushort)type, out var key) && key.Nested.TryGet((ushort)DataAttribute.Value, out var value)
            && value.Value.Length == set.KeyLength
                ? [.. value.Value]
                : throw Refused.With(Refused.EINVAL);
}
