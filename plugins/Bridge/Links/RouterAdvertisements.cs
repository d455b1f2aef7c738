using CniChain.Linux;

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
        var key = $"net/ipv6/conf/{link}/accept_ra";
        try
        {
            // Null: a host without IPv6.
            if (Sysctl.Read(key) is not (null or "0"))
            {
                Sysctl.Write(key, "0");
            }
        }
        catch (LinuxException e)
        {
            log.Warn($"bridge: router advertisements that come in by \"{link}\" are not switched off: {e.Message}");
        }
    }
}
