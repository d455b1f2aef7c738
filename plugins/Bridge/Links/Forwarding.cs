using System.Net.Sockets;
using CniChain.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>Makes the host a router for the families it is a gateway of.</summary>
internal static class Forwarding
{
    /// <summary>Call it inside the host's namespace.</summary>
    public static void Enable(AddressPlan plan)
    {
        if (plan.HasGateway(AddressFamily.InterNetwork))
        {
            Sysctl.WriteIfDifferent("net/ipv4/ip_forward", "1");
        }

        if (plan.HasGateway(AddressFamily.InterNetworkV6))
        {
            Sysctl.WriteIfDifferent("net/ipv6/conf/all/forwarding", "1");
        }
    }
}
