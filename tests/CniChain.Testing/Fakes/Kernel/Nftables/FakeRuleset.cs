using System.Collections.Immutable;

namespace CniChain.Testing;

/// <summary>The tables of one fake namespace. It never changes: a batch makes another, which takes its place when nothing was refused.</summary>
internal sealed record FakeRuleset(ImmutableList<FakeTable> Tables)
{
    public static FakeRuleset Empty { get; } = new([]);

    public FakeTable? Find(byte family, string name) => Tables.Find(t => t.Family == family && t.Name == name);

    public FakeTable Table(byte family, string name) => Find(family, name) ?? throw Refused.With(Refused.ENOENT);

    public FakeRuleset With(FakeTable table) => Find(table.Family, table.Name) is { } before
        ? new FakeRuleset(Tables.Replace(before, table))
        : new FakeRuleset(Tables.Add(table));

    public FakeRuleset Without(FakeTable table) => new(Tables.Remove(table));
}
