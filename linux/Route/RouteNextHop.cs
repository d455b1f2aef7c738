using System.Net;

namespace CniChain.Linux.Route;

/// <summary>One way of a route that has several (struct rtnexthop, linux/rtnetlink.h).</summary>
/// <param name="Gateway">The next router; null when the destination is on the link.</param>
/// <param name="OutLink">The link to send over.</param>
/// <param name="Weight">Its share of the packets, 1 to 256.</param>
public sealed record RouteNextHop(IPAddress? Gateway, int OutLink, int Weight);
