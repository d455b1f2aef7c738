namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>Which end of a packet's way a condition looks at.</summary>
internal enum PacketSide
{
    /// <summary>Where it comes from: saddr, sport, iifname.</summary>
    Source,

    /// <summary>Where it goes: daddr, dport, oifname.</summary>
    Destination,
}
