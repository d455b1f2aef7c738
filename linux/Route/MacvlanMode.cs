namespace CniChain.Linux.Route;

/// <summary>How the macvlans of one master talk to each other (MACVLAN_MODE_*, linux/if_link.h).</summary>
public enum MacvlanMode : uint
{
    /// <summary>MACVLAN_MODE_PRIVATE: not at all.</summary>
    Private = 1,

    /// <summary>MACVLAN_MODE_VEPA: through the switch outside.</summary>
    Vepa = 2,

    /// <summary>MACVLAN_MODE_BRIDGE: directly.</summary>
    Bridge = 4,

    /// <summary>MACVLAN_MODE_PASSTHRU: there is one, which owns the master.</summary>
    Passthru = 8,
}
