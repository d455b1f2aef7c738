using System.Net;
using CniChain.Linux.Netlink;
using Tmds.Linux;

namespace CniChain.Linux.Route;

public sealed partial class RouteSocket
{
    /// <summary>Asks which way a packet of this machine's own would go: <c>ip route get</c>. Rules (policy routing) are followed.</summary>
    /// <param name="destination">Where to.</param>
    /// <returns>The way, its destination the address alone; null when there is none.</returns>
    /// <exception cref="NetlinkException">The kernel refused for another reason than that no route leads there.</exception>
    public Route? FindRoute(IPAddress destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new RtMsg
        {
            rtm_family = KernelFamily.Of(destination),
            rtm_dst_len = (byte)(destination.GetAddressBytes().Length * 8),
        });
        writer.PutAddress(Rta.RTA_DST, destination);
        var request = writer.ToRequest($"getroute {destination}", Rtm.RTM_GETROUTE, NetlinkFlags.None);
        if (!_socket.TryGet(request, RouteParser.Parse, out var route, out var error))
        {
            return MeansNoRoute(error.Errno) ? null : throw error;
        }

        // IPv6 answers with a route that says so, where IPv4 refuses.
        return route?.Type is RouteType.Unreachable or RouteType.Blackhole or RouteType.Prohibit ? null : route;
    }

    // What the kinds of route that lead nowhere answer with: none, unreachable, blackhole, prohibit.
    private static bool MeansNoRoute(int errno) =>
        errno == LibC.ENETUNREACH || errno == LibC.EHOSTUNREACH || errno == LibC.EINVAL || errno == LibC.EACCES;
}
