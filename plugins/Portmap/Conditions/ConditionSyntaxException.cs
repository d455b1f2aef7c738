namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>What a person has to change about a condition: the rest of a sentence after the quoted key.</summary>
/// <param name="problem">Names the token.</param>
internal sealed class ConditionSyntaxException(string problem) : Exception(problem);
