using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>Which way a fake namespace sends a packet of its own (fib_lookup, ip6_route_output): the longest prefix, then the lowest metric.</summary>
internal static class FakeRouteLookup
{
    public static Route Find(FakeStack stack, NetlinkMessage message)
    {
        IPAddress? destination = null;
        foreach (var attribute in message.Attributes(RtMsg.Size))
        {
            destination = attribute.Type == Rta.RTA_DST
                ? attribute.AsAddress()
                : throw Refused.NotPlayed($"attribute {attribute.Type} of RTM_GETROUTE of one destination");
        }

        if (destination is null || destination.IsIPv6LinkLocal || destination.IsIPv6Multicast)
        {
            throw Refused.NotPlayed("RTM_GETROUTE without a destination, or with one that is on every link");
        }

        var whole = new IPNetwork(destination, destination.GetAddressBytes().Length * 8);
        if (stack.Addresses.Exists(a => a.Address.Equals(destination)))
        {
            return new Route { Destination = whole, OutLink = stack.Links[0].Index, Type = RouteType.Local, Scope = RouteScope.Universe };
        }

        var way = stack.Routes
            .Where(r => r.Family == destination.AddressFamily && (r.Destination is not { } d || d.Contains(destination)))
            .OrderByDescending(r => r.Destination?.PrefixLength ?? 0)
            .ThenBy(r => r.Priority ?? 0)
            .FirstOrDefault() ?? throw Refused.With(Refused.ENETUNREACH);
        var source = way.Source ?? stack.Addresses.Find(a => a.LinkIndex == way.OutLink && a.Address.AddressFamily == destination.AddressFamily)?.Address;
        return new Route
        {
            Destination = whole,
            OutLink = way.OutLink,
            // One of the machine's own addresses is no gateway.
            Gateway = stack.Addresses.Exists(a => a.Address.Equals(way.Gateway)) ? null : way.Gateway,
            Source = source,
            Scope = RouteScope.Universe,
            Priority = destination.AddressFamily == AddressFamily.InterNetworkV6 ? way.Priority : null,
        };
    }
}
