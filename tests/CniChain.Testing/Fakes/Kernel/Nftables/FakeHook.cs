namespace CniChain.Testing;

/// <summary>Where a base chain hangs.</summary>
internal sealed record FakeHook(string Type, uint Number, int Priority);
