using System.Collections.Immutable;
using CniChain.Linux.Nftables;

namespace CniChain.Testing;

/// <summary>A set or map of a fake kernel.</summary>
internal sealed record FakeSet(string Name, ulong Handle)
{
    public NftSetFlags Flags { get; init; }

    public uint KeyType { get; init; }

    public int KeyLength { get; init; }

    /// <summary>0 for a set.</summary>
    public uint DataType { get; init; }

    public int DataLength { get; init; }

    /// <summary>How many elements it takes; 0 for as many as come.</summary>
    public uint Size { get; init; }

    /// <summary>The lengths of the fields of a concatenation that holds ranges; else empty.</summary>
    public ImmutableArray<int> Fields { get; init; } = [];

    /// <summary>NFTA_SET_USERDATA; empty for none.</summary>
    public ImmutableArray<byte> UserData { get; init; } = [];

    /// <summary>By the key, for a range the first, in hexadecimal.</summary>
    public ImmutableSortedDictionary<string, FakeElement> Elements { get; init; } =
        ImmutableSortedDictionary.Create<string, FakeElement>(StringComparer.Ordinal);

    public bool IsMap => Flags.HasFlag(NftSetFlags.Map);

    public bool HoldsVerdicts => DataType == (uint)NftDataType.Verdict;

    public bool HoldsRanges => Flags.HasFlag(NftSetFlags.Interval);

    public bool IsSameAs(FakeSet other) =>
        (KeyType, KeyLength, DataType, DataLength, Flags) == (other.KeyType, other.KeyLength, other.DataType, other.DataLength, other.Flags)
        && Fields.SequenceEqual(other.Fields);

    /// <summary>The element of exactly this key or range; null when there is none.</summary>
    public FakeElement? Find(FakeElement wanted) =>
        Elements.TryGetValue(NameOf(wanted.Key), out var found) && found.HasRangeOf(wanted) ? found : null;

    /// <summary>The element that a key is in; null when there is none.</summary>
    public FakeElement? Lookup(ImmutableArray<byte> key) =>
        HoldsRanges ? Elements.Values.FirstOrDefault(e => Contains(e, key)) : Elements.GetValueOrDefault(NameOf(key));

    /// <summary>Whether a new range meets another. The kernel looks only at the ends when the range is of several fields (pipapo).</summary>
    public bool Meets(FakeElement wanted) => HoldsRanges && (Fields.IsEmpty
        ? Elements.Values.Any(e => Compare(e.Key, wanted.End!.Value) < 0 && Compare(wanted.Key, e.End!.Value) < 0)
        : Lookup(wanted.Key) is not null || Lookup(wanted.End ?? wanted.Key) is not null);

    public FakeSet With(FakeElement element) => this with { Elements = Elements.SetItem(NameOf(element.Key), element) };

    public FakeSet Without(FakeElement element) => this with { Elements = Elements.Remove(NameOf(element.Key)) };

    private static string NameOf(ImmutableArray<byte> key) => Convert.ToHexString(key.AsSpan());

    private static int Compare(ImmutableArray<byte> a, ImmutableArray<byte> b) => a.AsSpan().SequenceCompareTo(b.AsSpan());

    private bool Contains(FakeElement element, ImmutableArray<byte> key)
    {
        if (Fields.IsEmpty)
        {
            return Compare(element.Key, key) <= 0 && Compare(key, element.End!.Value) < 0;
        }

        var position = 0;
        foreach (var length in Fields)
        {
            var field = key.AsSpan(position, length);
            if (element.Key.AsSpan(position, length).SequenceCompareTo(field) > 0
                || (element.End ?? element.Key).AsSpan(position, length).SequenceCompareTo(field) < 0)
            {
                return false;
            }

            position += (length + 3) & ~3;
        }

        return true;
    }
}
