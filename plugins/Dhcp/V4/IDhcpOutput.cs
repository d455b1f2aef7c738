using System.Net;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>What the state machine has done in the world. Called from within its methods, one at a time.</summary>
internal interface IDhcpOutput
{
    /// <summary>Sends to every server on the link.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">The sender's address; 0.0.0.0 while there is none.</param>
    void Broadcast(DhcpMessage message, IPAddress source);

    /// <summary>Sends to one server, by the routes of the interface.</summary>
    void Unicast(DhcpMessage message, DhcpLease lease);

    /// <summary>Asks over ARP who has an address (RFC 5227, 2.1.1).</summary>
    void Probe(IPAddress address);

    /// <summary>The lease is there, or was extended; what it says may be new.</summary>
    void Bound(DhcpLease lease);

    /// <summary>The lease is gone: its address must not be used from now on.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="reason">Why, as the rest of a sentence.</param>
    void Lost(DhcpLease lease, string reason);
}
