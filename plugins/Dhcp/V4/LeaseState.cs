namespace CniChain.Plugins.Dhcp.V4;

/// <summary>The states of RFC 2131, figure 5, and the wait for a conflict.</summary>
internal enum LeaseState
{
    /// <summary>Nothing under way; waits to begin, or is stopped.</summary>
    Init,

    /// <summary>DISCOVER is out, offers are awaited.</summary>
    Selecting,

    /// <summary>REQUEST for an offer is out.</summary>
    Requesting,

    /// <summary>Leased, but somebody is asked over ARP whether he has the address.</summary>
    Probing,

    Bound,

    /// <summary>After T1: the server that lent it is asked.</summary>
    Renewing,

    /// <summary>After T2: any server is asked.</summary>
    Rebinding,

    /// <summary>INIT-REBOOT and REBOOTING: after a restart, whether the address is still ours.</summary>
    Rebooting,
}
