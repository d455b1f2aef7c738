using CniChain.Plugins.Portmap.Configuration;

namespace CniChain.Plugins.Portmap.Conditions;

/// <summary><c>tcp dport 8000-8010</c>.</summary>
/// <param name="Protocol">The protocol; null for <c>th</c>, any of them.</param>
/// <param name="Side">sport or dport.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Negated">See <see cref="Condition"/>; the protocol must match all the same, as in nft.</param>
internal sealed record PortCondition(TransportProtocol? Protocol, PacketSide Side, PortRange Ports, bool Negated) : Condition(Negated)
{
    public override string ToString()
    {
        var protocol = Protocol switch
        {
            TransportProtocol.Tcp => "tcp",
            TransportProtocol.Udp => "udp",
            TransportProtocol.Sctp => "sctp",
            _ => "th",
        };
        return $"{protocol} {(Side == PacketSide.Source ? "sport" : "dport")}{Operator}{Ports}";
    }
}
