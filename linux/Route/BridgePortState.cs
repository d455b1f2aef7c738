namespace CniChain.Linux.Route;

/// <summary>A port's spanning tree state (BR_STATE_*, linux/if_bridge.h).</summary>
public enum BridgePortState : byte
{
    /// <summary>BR_STATE_DISABLED: no carrier, or down.</summary>
    Disabled = 0,

    /// <summary>BR_STATE_LISTENING.</summary>
    Listening = 1,

    /// <summary>BR_STATE_LEARNING.</summary>
    Learning = 2,

    /// <summary>BR_STATE_FORWARDING.</summary>
    Forwarding = 3,

    /// <summary>BR_STATE_BLOCKING.</summary>
    Blocking = 4,
}
