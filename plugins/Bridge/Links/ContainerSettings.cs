namespace CniChain.Plugins.Bridge.Links;

/// <summary>Kernel settings of the container's end, made before it comes up.</summary>
internal static class ContainerSettings
{
    /// <summary>Call it inside the container's namespace.</summary>
    public static void Apply(string ifName, AddressPlan plan, bool enableDad, ICniLog log)
    {
        if (plan.HasIPv6)
        {
            // Runtimes switch IPv6 off where a network has none; the loopback address goes with it.
            InterfaceSysctl.Require("net/ipv6/conf/lo/disable_ipv6", "0");
            InterfaceSysctl.Require($"net/ipv6/conf/{ifName}/disable_ipv6", "0");
            InterfaceSysctl.Prefer("bridge", $"net/ipv6/conf/{ifName}/keep_addr_on_down", "1", log);
        }

        // RFC 7527: with hairpin mode the interface hears its own probes, which only enhanced detection tells from a duplicate.
        if (enableDad)
        {
            InterfaceSysctl.Prefer("bridge", $"net/ipv6/conf/{ifName}/enhanced_dad", "1", log);
        }

        InterfaceSysctl.Prefer("bridge", $"net/ipv6/conf/{ifName}/accept_dad", enableDad ? "1" : "0", log);
    }
}
