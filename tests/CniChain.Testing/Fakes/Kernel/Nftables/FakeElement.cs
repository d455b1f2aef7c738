using System.Collections.Immutable;

namespace CniChain.Testing;

/// <summary>An element of a set or map of a fake kernel.</summary>
internal sealed record FakeElement(ImmutableArray<byte> Key)
{
    /// <summary>Null for a single key; the first key beyond for a range of one field, the last of each field for one of several.</summary>
    public ImmutableArray<byte>? End { get; init; }

    /// <summary>The content of NFTA_SET_ELEM_DATA; empty for none.</summary>
    public ImmutableArray<byte> Data { get; init; } = [];

    /// <summary>The chain its verdict leads to; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>NFTA_SET_ELEM_USERDATA; empty for none.</summary>
    public ImmutableArray<byte> UserData { get; init; } = [];

    public bool HasRangeOf(FakeElement other) => Key.AsSpan().SequenceEqual(other.Key.AsSpan())
        && (End ?? Key).AsSpan().SequenceEqual((other.End ?? other.Key).AsSpan());
}
