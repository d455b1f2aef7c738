namespace CniChain.Plugins.Portmap.Conditions;

/// <summary><c>ip saddr != 192.0.2.0/24</c>.</summary>
/// <param name="Side">saddr or daddr.</param>
/// <param name="Prefix">The addresses, host bits zero.</param>
/// <param name="Negated">See <see cref="Condition"/>.</param>
internal sealed record AddressCondition(PacketSide Side, IpPrefix Prefix, bool Negated) : Condition(Negated)
{
    public override string ToString()
    {
        var value = Prefix.PrefixLength == Prefix.Bits ? Prefix.Address.ToString() : Prefix.ToString();
        return $"{(Prefix.IsIPv6 ? "ip6" : "ip")} {(Side == PacketSide.Source ? "saddr" : "daddr")}{Operator}{value}";
    }
}
