namespace CniChain.Plugins.Portmap.Conditions;

/// <summary><c>iifname "eth0"</c>. A packet of the node's own has no incoming interface, one not routed yet no outgoing: the name is empty.</summary>
/// <param name="Side">iifname or oifname.</param>
/// <param name="Name">The interface's name.</param>
/// <param name="Negated">See <see cref="Condition"/>.</param>
internal sealed record InterfaceCondition(PacketSide Side, string Name, bool Negated) : Condition(Negated)
{
    public override string ToString() => $"{(Side == PacketSide.Source ? "iifname" : "oifname")}{Operator}\"{Name}\"";
}
