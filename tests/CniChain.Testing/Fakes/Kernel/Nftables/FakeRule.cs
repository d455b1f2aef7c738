using System.Collections.Immutable;

namespace CniChain.Testing;

/// <summary>A rule of a fake kernel.</summary>
/// <param name="Handle">Its number within the table.</param>
/// <param name="Expressions">Its expressions.</param>
/// <param name="Wire">NFTA_RULE_EXPRESSIONS as it came, to be read back.</param>
/// <param name="UserData">NFTA_RULE_USERDATA; empty for none.</param>
internal sealed record FakeRule(ulong Handle, ImmutableList<FakeExpression> Expressions, ImmutableArray<byte> Wire, ImmutableArray<byte> UserData);
