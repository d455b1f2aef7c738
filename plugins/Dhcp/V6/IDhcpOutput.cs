using System.Net;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>What the state machine has done in the world. Called from within its methods, one at a time.</summary>
internal interface IDhcpOutput
{
    /// <summary>Sends to every server and relay on the link, which is how every message goes.</summary>
    void Send(DhcpMessage message);

    /// <summary>Asks the neighbours who has an address (RFC 4862, 5.4.2).</summary>
    void Probe(IPAddress address);

    /// <summary>The lease is there, or was extended; what it says may be new.</summary>
    void Bound(DhcpLease lease);

    /// <summary>The lease is gone: its address must not be used from now on.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="reason">Why, as the rest of a sentence.</param>
    void Lost(DhcpLease lease, string reason);
}
