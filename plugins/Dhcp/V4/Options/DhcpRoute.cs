using System.Net;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>A route from a server.</summary>
/// <param name="Destination">Where it leads; host bits are zero.</param>
/// <param name="Router">By way of whom; 0.0.0.0 when the destination is on the link itself.</param>
internal readonly record struct DhcpRoute(IPNetwork Destination, IPAddress Router)
{
    public bool IsOnLink => Router.Equals(IPAddress.Any);
}
