namespace CniChain.Plugins.Portmap.Conditions;

/// <summary><c>meta mark 0x1</c>.</summary>
/// <param name="Mark">The whole packet mark.</param>
/// <param name="Negated">See <see cref="Condition"/>.</param>
internal sealed record MarkCondition(uint Mark, bool Negated) : Condition(Negated)
{
    public override string ToString() => $"meta mark{Operator}0x{Mark:x8}";
}
