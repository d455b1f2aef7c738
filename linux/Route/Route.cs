using System.Net;
using System.Net.Sockets;

namespace CniChain.Linux.Route;

/// <summary>A route (struct rtmsg and RTA_*, linux/rtnetlink.h).</summary>
public sealed record Route
{
    /// <summary>Where packets go; null means everywhere: the default route of <see cref="Gateway"/>'s or <see cref="Source"/>'s family.</summary>
    public IPNetwork? Destination { get; init; }

    /// <summary>The next router; null when the destination is on the link. May be IPv6 for an IPv4 destination (RFC 5549, Linux 5.2).</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The link to send over; null lets the kernel find the gateway's.</summary>
    public int? OutLink { get; init; }

    /// <summary>How far away the destination is. Null means what fits: the universe behind a gateway, the link without one,
    /// the host for a local route; in a delete request any. IPv6 ignores it.</summary>
    public RouteScope? Scope { get; init; }

    /// <summary>The table. Null means the main one, 254.</summary>
    public uint? Table { get; init; }

    /// <summary>The metric, lower first. Null leaves it to the kernel: 0 for IPv4, 1024 for IPv6; in a delete request any.</summary>
    public uint? Priority { get; init; }

    /// <summary>The largest packet in bytes; null means the link's.</summary>
    public uint? Mtu { get; init; }

    /// <summary>The maximal segment size announced to TCP peers, in bytes; null leaves it to the kernel.</summary>
    public uint? AdvMss { get; init; }

    /// <summary>The address to send from when the sender does not care; null leaves it to the kernel.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Whether the gateway is on the link although no subnet says so. Default false.</summary>
    public bool OnLink { get; init; }

    /// <summary>Who made it. Default <see cref="RouteProtocol.Boot"/>, as <c>ip route add</c>.</summary>
    public RouteProtocol Protocol { get; init; } = RouteProtocol.Boot;

    /// <summary>What happens to packets. Default <see cref="RouteType.Unicast"/>.</summary>
    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>The ways of a route with several (ECMP), whose <see cref="Gateway"/> and <see cref="OutLink"/> are null; empty else.
    /// Not taken in requests.</summary>
    public IReadOnlyList<RouteNextHop> NextHops { get; init; } = [];

    /// <summary>IPv4 or IPv6.</summary>
    /// <exception cref="InvalidOperationException">Destination, gateway and source are all null.</exception>
    public AddressFamily Family =>
        Destination?.BaseAddress.AddressFamily
        ?? Gateway?.AddressFamily
        ?? Source?.AddressFamily
        ?? throw new InvalidOperationException("A default route without gateway needs a destination, 0.0.0.0/0 or ::/0, to be of a family.");

    /// <summary>Whether it is a default route.</summary>
    public bool IsDefault => Destination is not { PrefixLength: > 0 };

    /// <summary>As <c>ip route</c> prints it, in short.</summary>
    public override string ToString()
    {
        var destination = IsDefault ? "default" : Destination.ToString();
        var via = Gateway is null ? "" : $" via {Gateway}";
        return OutLink is null ? $"{destination}{via}" : $"{destination}{via} dev {OutLink}";
    }
}
