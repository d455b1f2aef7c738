namespace CniChain;

/// <summary>
/// Optional, beside <see cref="ICniPlugin"/>: in ADD the plugin makes the changes to the ruleset that the plugin before it has left
/// (<see cref="CniContext.EarlierRules"/>) in one transaction with its own.
/// </summary>
/// <remarks>
/// A transaction costs the kernel and the caller more than what stands in it. Only an assembly can do this, and only right behind the one that
/// leaves; everywhere else in a chain a plugin finds the rules of those before it in the kernel.
/// </remarks>
public interface ICniRuleJoin;
