using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Requests that add routes and take them away.</summary>
public static class RouteRequest
{
    /// <summary>Adds a route. EEXIST when its destination has one of this priority; ENETUNREACH when the gateway is on no link.</summary>
    public static NetlinkRequest Add(Route route) =>
        New("newroute", NetlinkFlags.Create | NetlinkFlags.Exclusive | NetlinkFlags.Ack, route);

    /// <summary>Adds a route, or puts it in the place of the one its destination has with this priority.</summary>
    public static NetlinkRequest Replace(Route route) =>
        New("replaceroute", NetlinkFlags.Create | NetlinkFlags.Replace | NetlinkFlags.Ack, route);

    /// <summary>Adds a route beside those its destination has. IPv6 makes one of several ways of them (ECMP), IPv4 puts it last.
    /// EEXIST when there is one just like it.</summary>
    public static NetlinkRequest Append(Route route) =>
        New("appendroute", NetlinkFlags.Create | NetlinkFlags.Append | NetlinkFlags.Ack, route);

    /// <summary>Takes a route away: the first that agrees in all that is not null. ESRCH when there is none.</summary>
    public static NetlinkRequest Delete(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        using var writer = new NetlinkWriter();
        Write(writer, route, route.Scope ?? RouteScope.Nowhere, RouteProtocol.Unspecified);
        return writer.ToRequest($"delroute {route}", Rtm.RTM_DELROUTE, NetlinkFlags.Ack);
    }

    private static NetlinkRequest New(string verb, NetlinkFlags flags, Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        using var writer = new NetlinkWriter();
        Write(writer, route, route.Scope ?? DefaultScope(route), route.Protocol);
        return writer.ToRequest($"{verb} {route}", Rtm.RTM_NEWROUTE, flags);
    }

    private static void Write(NetlinkWriter writer, Route route, RouteScope scope, RouteProtocol protocol)
    {
        var family = KernelFamily.Of(route.Family);
        var table = route.Table ?? RtTable.RT_TABLE_MAIN;
        writer.WriteStruct(new RtMsg
        {
            rtm_family = family,
            rtm_dst_len = (byte)(route.Destination?.PrefixLength ?? 0),
            rtm_table = table <= byte.MaxValue ? (byte)table : RtTable.RT_TABLE_UNSPEC,
            rtm_protocol = (byte)protocol,
            rtm_scope = (byte)scope,
            rtm_type = (byte)route.Type,
            rtm_flags = route.OnLink ? RtTable.RTNH_F_ONLINK : 0u,
        });

        if (route.Destination is { PrefixLength: > 0 } destination)
        {
            writer.PutAddress(Rta.RTA_DST, destination.BaseAddress);
        }

        if (route.Gateway is { } gateway)
        {
            PutGateway(writer, family, gateway);
        }

        PutUInt32(writer, Rta.RTA_OIF, (uint?)route.OutLink);
        PutUInt32(writer, Rta.RTA_PRIORITY, route.Priority);
        if (route.Source is { } source)
        {
            writer.PutAddress(Rta.RTA_PREFSRC, source);
        }

        if (table > byte.MaxValue)
        {
            writer.PutUInt32(Rta.RTA_TABLE, table);
        }

        if (route.Mtu is not null || route.AdvMss is not null)
        {
            using (writer.Nest(Rta.RTA_METRICS))
            {
                PutUInt32(writer, Rta.RTAX_MTU, route.Mtu);
                PutUInt32(writer, Rta.RTAX_ADVMSS, route.AdvMss);
            }
        }
    }

    /// <summary>A gateway of the other family travels as struct rtvia: its family, then the address.</summary>
    private static void PutGateway(NetlinkWriter writer, byte family, IPAddress gateway)
    {
        if (KernelFamily.Of(gateway) == family)
        {
            writer.PutAddress(Rta.RTA_GATEWAY, gateway);
            return;
        }

        Span<byte> via = stackalloc byte[2 + 16];
        BitConverter.TryWriteBytes(via, (ushort)KernelFamily.Of(gateway));
        gateway.TryWriteBytes(via[2..], out var length);
        writer.Put(Rta.RTA_VIA, via[..(2 + length)]);
    }

    private static void PutUInt32(NetlinkWriter writer, ushort type, uint? value)
    {
        if (value is { } v)
        {
            writer.PutUInt32(type, v);
        }
    }

    /// <summary>What <c>ip route</c> chooses; the kernel refuses an IPv4 gateway in link scope, and a link route in universe scope hides later gateways.</summary>
    private static RouteScope DefaultScope(Route route) => route switch
    {
        { Family: AddressFamily.InterNetworkV6 } => RouteScope.Universe,
        { Type: RouteType.Local } => RouteScope.Host,
        { Type: RouteType.Unicast, Gateway: null } or { Type: RouteType.Broadcast or RouteType.Multicast or RouteType.Anycast } => RouteScope.Link,
        _ => RouteScope.Universe,
    };
}
