using System.Net.Sockets;
using CniChain.Linux.Netlink;
using Tmds.Linux;

namespace CniChain.Linux.Route;

public sealed partial class RouteSocket
{
    /// <summary>Addresses.</summary>
    /// <param name="linkIndex">Only this link's; null for all.</param>
    /// <param name="family">IPv4, IPv6, or unspecified for both.</param>
    /// <exception cref="NetlinkException">ENODEV when there is no such link.</exception>
    public IReadOnlyList<LinkAddress> GetAddresses(int? linkIndex = null, AddressFamily family = AddressFamily.Unspecified)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new IfAddrMsg { ifa_family = KernelFamily.Of(family), ifa_index = (uint)(linkIndex ?? 0) });
        return _socket.Dump(
            writer.ToRequest(Operation("getaddr", linkIndex), Rtm.RTM_GETADDR, NetlinkFlags.None),
            (NetlinkMessage message, out LinkAddress? address) =>
            {
                address = AddressParser.Parse(message);
                return address is not null && (linkIndex is null || address.LinkIndex == linkIndex);
            });
    }

    /// <summary>Routes, without those the kernel caches.</summary>
    /// <param name="linkIndex">Only those over this link; null for all. One of several ways counts.</param>
    /// <param name="family">IPv4, IPv6, or unspecified for both.</param>
    /// <param name="table">The table; null means the main one, 254; 0 means all. A table that does not exist has no routes.</param>
    public IReadOnlyList<Route> GetRoutes(int? linkIndex = null, AddressFamily family = AddressFamily.Unspecified, uint? table = null)
    {
        var wanted = table ?? RtTable.RT_TABLE_MAIN;
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new RtMsg
        {
            rtm_family = KernelFamily.Of(family),
            rtm_table = wanted <= byte.MaxValue ? (byte)wanted : RtTable.RT_TABLE_UNSPEC,
        });
        writer.PutUInt32(Rta.RTA_TABLE, wanted);
        try
        {
            return _socket.Dump(
                writer.ToRequest(Operation("getroute", linkIndex), Rtm.RTM_GETROUTE, NetlinkFlags.None),
                (NetlinkMessage message, out Route? route) =>
                {
                    route = RouteParser.Parse(message);
                    return route is not null && (wanted == RtTable.RT_TABLE_UNSPEC || route.Table == wanted) && (linkIndex is null || UsesLink(route, linkIndex.Value));
                });
        }
        catch (NetlinkException e) when (e.Errno == LibC.ENOENT)
        {
            return [];
        }
    }

    /// <summary>Entries of the ARP and neighbour discovery tables, without those that only say there is no need to ask (NUD_NOARP).</summary>
    /// <param name="linkIndex">Only those on this link; null for all.</param>
    public IReadOnlyList<Neighbour> GetNeighbours(int? linkIndex = null)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(NdMsg));
        return _socket.Dump(
            writer.ToRequest(Operation("getneigh", linkIndex), Rtm.RTM_GETNEIGH, NetlinkFlags.None),
            (NetlinkMessage message, out Neighbour? neighbour) =>
            {
                neighbour = NeighbourParser.Parse(message);
                return neighbour is not null
                    && neighbour.State != NeighbourState.NoArp
                    && (linkIndex is null || neighbour.LinkIndex == linkIndex);
            });
    }

    private static bool UsesLink(Route route, int linkIndex)
    {
        if (route.OutLink == linkIndex)
        {
            return true;
        }

        foreach (var hop in route.NextHops)
        {
            if (hop.OutLink == linkIndex)
            {
                return true;
            }
        }

        return false;
    }

    private static string Operation(string verb, int? linkIndex) => linkIndex is null ? verb : $"{verb} dev {linkIndex}";
}
