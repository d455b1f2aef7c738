namespace CniChain.Plugins.Bridge.Links;

/// <summary>The host's own address on a link it just made, fe80::.</summary>
internal static class LinkLocalAddress
{
    /// <summary>
    /// Makes it one to send from at once, unless duplicates are to be looked for. While it is tentative, a second or two, the host asks
    /// for no IPv6 neighbour on the link, and the first connection to a container waits. Call it inside the link's namespace, before the
    /// link has a carrier.
    /// </summary>
    public static void UseAtOnce(string link, BridgeConfig config, ICniLog log)
    {
        if (!config.EnableDad)
        {
            InterfaceSysctl.Prefer("bridge", $"net/ipv6/conf/{link}/accept_dad", "0", log);
        }
    }
}
