namespace CniChain.Linux.Route;

/// <summary>A link's operational state (IF_OPER_*, linux/if.h; RFC 2863).</summary>
public enum OperState : byte
{
    /// <summary>IF_OPER_UNKNOWN: the driver does not say, as of loopback.</summary>
    Unknown = 0,

    /// <summary>IF_OPER_NOTPRESENT.</summary>
    NotPresent = 1,

    /// <summary>IF_OPER_DOWN.</summary>
    Down = 2,

    /// <summary>IF_OPER_LOWERLAYERDOWN: what it stands on, such as a veth's peer, is down.</summary>
    LowerLayerDown = 3,

    /// <summary>IF_OPER_TESTING.</summary>
    Testing = 4,

    /// <summary>IF_OPER_DORMANT: waits for an event such as authentication.</summary>
    Dormant = 5,

    /// <summary>IF_OPER_UP.</summary>
    Up = 6,
}
