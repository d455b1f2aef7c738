using System.Net;
using System.Runtime.InteropServices;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Reads RTM_NEWROUTE.</summary>
internal static class RouteParser
{
    /// <returns>Null for other families' routes, which a dump of all families holds too (multicast, MPLS).</returns>
    public static Route? Parse(NetlinkMessage message)
    {
        var header = message.Header<RtMsg>();
        if (message.Type != Rtm.RTM_NEWROUTE || !KernelFamily.IsInternet(header.rtm_family))
        {
            return null;
        }

        IPAddress? destination = null, gateway = null, source = null;
        int? outLink = null;
        uint? priority = null, mtu = null, advMss = null;
        uint table = header.rtm_table;
        IReadOnlyList<RouteNextHop> nextHops = [];
        foreach (var attribute in message.Attributes(RtMsg.Size))
        {
            switch (attribute.Type)
            {
                case Rta.RTA_DST: destination = attribute.AsAddress(); break;
                case Rta.RTA_GATEWAY: gateway = attribute.AsAddress(); break;
                case Rta.RTA_VIA: gateway = new IPAddress(attribute.Value[2..]); break;
                case Rta.RTA_OIF: outLink = attribute.AsInt32(); break;
                case Rta.RTA_PRIORITY: priority = attribute.AsUInt32(); break;
                case Rta.RTA_PREFSRC: source = attribute.AsAddress(); break;
                case Rta.RTA_TABLE: table = attribute.AsUInt32(); break;
                case Rta.RTA_METRICS: ReadMetrics(attribute.Nested, out mtu, out advMss); break;
                case Rta.RTA_MULTIPATH: nextHops = ReadNextHops(attribute.Value); break;
            }
        }

        destination ??= header.rtm_family == Af.AF_INET6 ? IPAddress.IPv6Any : IPAddress.Any;
        return new Route
        {
            Destination = new IPNetwork(destination, header.rtm_dst_len),
            Gateway = gateway,
            OutLink = outLink,
            Scope = (RouteScope)header.rtm_scope,
            Table = table,
            Priority = priority,
            Mtu = mtu,
            AdvMss = advMss,
            Source = source,
            OnLink = (header.rtm_flags & RtTable.RTNH_F_ONLINK) != 0,
            Protocol = (RouteProtocol)header.rtm_protocol,
            Type = (RouteType)header.rtm_type,
            NextHops = nextHops,
        };
    }

    private static void ReadMetrics(NetlinkAttributes metrics, out uint? mtu, out uint? advMss)
    {
        mtu = metrics.TryGet(Rta.RTAX_MTU, out var m) ? m.AsUInt32() : null;
        advMss = metrics.TryGet(Rta.RTAX_ADVMSS, out var a) ? a.AsUInt32() : null;
    }

    private static List<RouteNextHop> ReadNextHops(ReadOnlySpan<byte> bytes)
    {
        var hops = new List<RouteNextHop>();
        while (MemoryMarshal.TryRead<RtNextHop>(bytes, out var hop) && hop.rtnh_len >= RtNextHop.Size && hop.rtnh_len <= bytes.Length)
        {
            IPAddress? gateway = null;
            foreach (var attribute in new NetlinkAttributes(bytes[RtNextHop.Size..hop.rtnh_len]))
            {
                gateway = attribute.Type switch
                {
                    Rta.RTA_GATEWAY => attribute.AsAddress(),
                    Rta.RTA_VIA => new IPAddress(attribute.Value[2..]),
                    _ => gateway,
                };
            }

            hops.Add(new RouteNextHop(gateway, hop.rtnh_ifindex, hop.rtnh_hops + 1));
            bytes = bytes[Math.Min(NetlinkConstants.Align(hop.rtnh_len), bytes.Length)..];
        }

        return hops;
    }
}
