using System.Net.Sockets;
using CniChain.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>Makes the host a router for the families it is a gateway of.</summary>
internal static class Forwarding
{
    /// <summary>Switches on what is off.</summary>
    public static void Enable(NetworkSide host, AddressPlan plan)
    {
        Enable(host, plan, AddressFamily.InterNetwork, "net/ipv4/ip_forward");
        Enable(host, plan, AddressFamily.InterNetworkV6, "net/ipv6/conf/all/forwarding");
    }

    private static void Enable(NetworkSide host, AddressPlan plan, AddressFamily family, string key)
    {
        if (plan.HasGateway(family) && host.Route.FindForwarding(family) is not true)
        {
            host.Namespace.Run(() => Sysctl.WriteIfDifferent(key, "1"));
        }
    }
}
