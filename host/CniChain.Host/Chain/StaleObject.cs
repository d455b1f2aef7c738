namespace CniChain.Host;

/// <summary>An object that belongs to no valid attachment.</summary>
/// <param name="Plugin">The type that holds it; empty for the host's own journal.</param>
/// <param name="Object">The object.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record StaleObject(string Plugin, HeldObject Object, GcOutcome Outcome = GcOutcome.Found);
