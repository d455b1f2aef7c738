namespace CniChain.Plugins.Bridge.Links;

/// <summary>Keeps routers that a container plays from giving the host routes through the container's link.</summary>
internal static class RouterAdvertisements
{
    /// <summary>
    /// Call it inside the link's namespace. A host whose /proc/sys is read-only, as in a node that is a container itself, keeps its
    /// networking: the kernel of a router ignores them anyhow, unless somebody sets accept_ra to 2.
    /// </summary>
    public static void Ignore(string link, ICniLog log)
    {
        if (InterfaceSysctl.TrySet($"net/ipv6/conf/{link}/accept_ra", "0") is { } failure)
        {
            log.Warn($"bridge: router advertisements that come in by \"{link}\" are not switched off: {failure.Message}");
        }
    }
}
