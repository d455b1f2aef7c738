namespace CniChain.Host;

/// <summary>How far one plugin of an ADD came.</summary>
/// <param name="Type">The plugin's type.</param>
/// <param name="Done">False from just before it was called until it returned.</param>
internal sealed record JournalStep(string Type, bool Done);
