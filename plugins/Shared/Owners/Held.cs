namespace CniChain.Plugins;

/// <summary>An object of the network, and what it is removed by: one list for GC and for those who only ask what GC would do.</summary>
/// <param name="Object">The object.</param>
/// <param name="Handle">What it is removed by.</param>
internal sealed record Held<T>(HeldObject Object, T Handle);
