namespace CniChain.Plugins.Dhcp.V6;

/// <summary>What the client is at (RFC 8415, 18.2), and the wait for a conflict.</summary>
internal enum LeaseState
{
    /// <summary>Nothing under way; waits to begin, or is stopped.</summary>
    Init,

    /// <summary>SOLICIT is out, servers' advertisements are awaited.</summary>
    Selecting,

    /// <summary>REQUEST to one server is out: for what it advertised, or for a lease that it has forgotten.</summary>
    Requesting,

    /// <summary>Leased, but neighbours are asked who has the address.</summary>
    Probing,

    /// <summary>DECLINE is out: somebody has the address.</summary>
    Declining,

    Bound,

    /// <summary>After T1: the server that lent it is asked.</summary>
    Renewing,

    /// <summary>After T2: any server is asked.</summary>
    Rebinding,

    /// <summary>After a restart: CONFIRM is out, whether the address is still of this link.</summary>
    Confirming,
}
