using System.Globalization;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

public sealed partial class NftBatch
{
    // A list of elements is one attribute, whose length has 16 bits; one element with everything stays far below the difference.
    private const int ElementListLimit = 60_000;

    /// <summary>Creates a set or map; one that exists is left as it is, unless it differs (EEXIST).</summary>
    /// <exception cref="ArgumentException">A name or comment that the nft tool could not read back.</exception>
    public NftBatch AddSet(NftSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        NftName.Check("set", set.Reference.Name);
        using var writer = StartSet(set.Reference);
        NftSetWriter.Write(writer, set, ++_setId);
        return Finish(writer, NftMessageType.NewSet, NetlinkFlags.Create, $"add {(set.Data.Count > 0 ? "map" : "set")} {set.Reference}");
    }

    /// <summary>Deletes a set or map with its elements. ENOENT when there is none, EBUSY while a rule uses it.</summary>
    public NftBatch DeleteSet(NftSetRef set)
    {
        using var writer = StartSet(set);
        return Finish(writer, NftMessageType.DelSet, NetlinkFlags.None, $"delete set {set}");
    }

    /// <summary>Adds elements.</summary>
    /// <param name="set">The set or map.</param>
    /// <param name="elements">The elements; none is fine.</param>
    /// <param name="exclusive">
    /// Whether an element that exists is EEXIST, whatever its data. Otherwise one with equal data is left as it is,
    /// comment included, and one with other data is EEXIST all the same.
    /// </param>
    /// <exception cref="ArgumentException">A comment that the nft tool could not read back.</exception>
    public NftBatch AddElements(NftSetRef set, IReadOnlyList<NftElement> elements, bool exclusive = false) =>
        WriteElements(set, elements, NftMessageType.NewSetElem, Creation(exclusive), "add");

    /// <inheritdoc cref="AddElements"/>
    public NftBatch AddElement(NftSetRef set, NftElement element, bool exclusive = false) => AddElements(set, [element], exclusive);

    /// <summary>Deletes elements by their keys; data and comments do not matter. ENOENT when one is not there.</summary>
    public NftBatch DeleteElements(NftSetRef set, IReadOnlyList<NftElement> elements) =>
        WriteElements(set, elements, NftMessageType.DelSetElem, NetlinkFlags.None, "delete");

    /// <inheritdoc cref="DeleteElements"/>
    public NftBatch DeleteElement(NftSetRef set, NftKey key) => DeleteElements(set, [new NftElement(key)]);

    /// <summary>Deletes every element of a set; ENOENT when there is no such set.</summary>
    public NftBatch FlushSet(NftSetRef set)
    {
        using var writer = StartElements(set);
        return Finish(writer, NftMessageType.DelSetElem, NetlinkFlags.None, $"flush set {set}");
    }

    private static NetlinkWriter StartSet(NftSetRef set)
    {
        var writer = Start(set.Table.Family);
        writer.Text(SetAttribute.Table, set.Table.Name);
        writer.Text(SetAttribute.Name, set.Name);
        return writer;
    }

    private static NetlinkWriter StartElements(NftSetRef set)
    {
        var writer = Start(set.Table.Family);
        writer.Text(ElementListAttribute.Table, set.Table.Name);
        writer.Text(ElementListAttribute.Set, set.Name);
        return writer;
    }

    private NftBatch WriteElements(
        NftSetRef set, IReadOnlyList<NftElement> elements, NftMessageType type, NetlinkFlags flags, string verb)
    {
        ArgumentNullException.ThrowIfNull(elements);
        for (var start = 0; start < elements.Count;)
        {
            using var writer = StartElements(set);
            var first = start;
            using (writer.Nest(ElementListAttribute.Elements))
            {
                var limit = writer.Length + ElementListLimit;
                while (start < elements.Count && writer.Length < limit)
                {
                    NftElementWriter.Write(writer, elements[start++], withData: type == NftMessageType.NewSetElem);
                }
            }

            var count = start - first;
            var operation = count == 1
                ? $"{verb} element {set} {elements[first].Key}"
                : string.Create(CultureInfo.InvariantCulture, $"{verb} {count} elements {set}");
            Finish(writer, type, flags, operation, count == 1 ? null : Slice(elements, first, count));
        }

        return this;
    }

    /// <summary>The elements of one message, kept so that the one the kernel objects to can be named.</summary>
    private static NftElement[] Slice(IReadOnlyList<NftElement> elements, int first, int count)
    {
        var slice = new NftElement[count];
        for (var i = 0; i < count; i++)
        {
            slice[i] = elements[first + i];
        }

        return slice;
    }
}
