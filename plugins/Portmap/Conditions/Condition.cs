namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>One comparison of a packet with a value. Its text is what nft would print for it.</summary>
/// <param name="Negated">Whether the comparison must fail instead.</param>
internal abstract record Condition(bool Negated)
{
    protected string Operator => Negated ? " != " : " ";
}
