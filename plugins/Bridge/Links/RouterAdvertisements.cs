using CniChain.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>Keeps routers that a container plays from giving the host routes through the container's link.</summary>
internal static class RouterAdvertisements
{
    /// <summary>Call it inside the link's namespace.</summary>
    public static void Ignore(string link)
    {
        var key = $"net/ipv6/conf/{link}/accept_ra";

        // Null: a host without IPv6.
        if (Sysctl.Read(key) is not (null or "0"))
        {
            Sysctl.Write(key, "0");
        }
    }
}
