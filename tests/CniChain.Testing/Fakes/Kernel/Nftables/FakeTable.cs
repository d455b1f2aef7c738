using System.Collections.Immutable;

namespace CniChain.Testing;

/// <summary>An nftables table of a fake kernel.</summary>
internal sealed record FakeTable(byte Family, string Name)
{
    /// <summary>NFTA_TABLE_USERDATA; empty for none.</summary>
    public ImmutableArray<byte> UserData { get; init; } = [];

    public ImmutableList<FakeChain> Chains { get; init; } = [];

    public ImmutableList<FakeSet> Sets { get; init; } = [];

    /// <summary>The last handle given. The kernel goes on from it, whatever is gone since.</summary>
    public ulong LastHandle { get; init; }

    public FakeChain? FindChain(string name) => Chains.Find(c => c.Name == name);

    public FakeChain Chain(string name) => FindChain(name) ?? throw Refused.With(Refused.ENOENT);

    public FakeSet? FindSet(string name) => Sets.Find(s => s.Name == name);

    public FakeSet Set(string name) => FindSet(name) ?? throw Refused.With(Refused.ENOENT);

    public FakeTable With(FakeChain chain) => this with
    {
        Chains = FindChain(chain.Name) is { } before ? Chains.Replace(before, chain) : Chains.Add(chain),
        LastHandle = Math.Max(LastHandle, chain.LastHandle),
    };

    public FakeTable With(FakeSet set) => this with
    {
        Sets = FindSet(set.Name) is { } before ? Sets.Replace(before, set) : Sets.Add(set),
        LastHandle = Math.Max(LastHandle, set.Handle),
    };

    public bool IsUsed(FakeSet set) => Chains.Exists(c => c.Rules.Exists(r => r.Expressions.Exists(e => e.Set == set.Name)));

    /// <summary>Rules and elements that lead to a chain.</summary>
    public int CountLeadingTo(string chain) =>
        Chains.Sum(c => c.Rules.Sum(r => r.Expressions.Count(e => e.Target == chain)))
        + Sets.Where(s => s.HoldsVerdicts).Sum(s => s.Elements.Values.Count(e => e.Target == chain));

    /// <summary>Refuses what the kernel finds wrong by following the chains from the base chains on (nft_table_validate).</summary>
    public void Validate()
    {
        foreach (var chain in Chains.Where(c => c.Hook is not null))
        {
            Follow(chain, chain, 0);
        }
    }

    private void Follow(FakeChain start, FakeChain chain, int depth)
    {
        // NFT_JUMP_STACK_SIZE; a loop gets there as well.
        if (depth == 16)
        {
            throw Refused.With(Refused.EMLINK);
        }

        foreach (var expression in chain.Rules.SelectMany(r => r.Expressions))
        {
            expression.RefuseIn(start);
            if (expression.Target is { } target)
            {
                Follow(start, Chain(target), depth + 1);
            }

            if (expression.Set is { } name && FindSet(name) is { HoldsVerdicts: true } map)
            {
                foreach (var next in map.Elements.Values.Select(e => e.Target).OfType<string>().Distinct())
                {
                    Follow(start, Chain(next), depth + 1);
                }
            }
        }
    }
}
