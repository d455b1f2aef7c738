namespace CniChain.Linux.Route;

/// <summary>What a link is and does (IFF_*, linux/if.h).</summary>
[Flags]
public enum LinkFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>IFF_UP: set up by an administrator.</summary>
    Up = 0x1,

    /// <summary>IFF_BROADCAST: has a broadcast address.</summary>
    Broadcast = 0x2,

    /// <summary>IFF_LOOPBACK.</summary>
    Loopback = 0x8,

    /// <summary>IFF_POINTOPOINT.</summary>
    PointToPoint = 0x10,

    /// <summary>IFF_RUNNING: up, and its operational state allows traffic.</summary>
    Running = 0x40,

    /// <summary>IFF_NOARP.</summary>
    NoArp = 0x80,

    /// <summary>IFF_PROMISC: an administrator asked for every packet; a bridge port that is promiscuous for its bridge lacks it.</summary>
    Promiscuous = 0x100,

    /// <summary>IFF_ALLMULTI.</summary>
    AllMulticast = 0x200,

    /// <summary>IFF_MULTICAST.</summary>
    Multicast = 0x1000,

    /// <summary>IFF_LOWER_UP: has carrier.</summary>
    LowerUp = 0x10000,
}
