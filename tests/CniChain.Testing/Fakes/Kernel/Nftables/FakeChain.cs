using System.Collections.Immutable;
using CniChain.Linux.Nftables;

namespace CniChain.Testing;

/// <summary>A chain of a fake kernel with its rules.</summary>
internal sealed record FakeChain(string Name, ulong Handle)
{
    /// <summary>Null for one that is only jumped to.</summary>
    public FakeHook? Hook { get; init; }

    public NftVerdictCode Policy { get; init; } = NftVerdictCode.Accept;

    /// <summary>NFTA_CHAIN_USERDATA; empty for none.</summary>
    public ImmutableArray<byte> UserData { get; init; } = [];

    public ImmutableList<FakeRule> Rules { get; init; } = [];

    public ulong LastHandle => Rules.Aggregate(Handle, static (last, rule) => Math.Max(last, rule.Handle));
}
