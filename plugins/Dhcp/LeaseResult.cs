using System.Net;
using CniChain.Plugins.Dhcp.V4;

namespace CniChain.Plugins.Dhcp;

/// <summary>A lease as a CNI result.</summary>
internal static class LeaseResult
{
    private const int LinkScope = 253; // RT_SCOPE_LINK, linux/rtnetlink.h

    /// <summary>Address, gateway (the first router), routes and DNS; what the server says of the MTU stands with the routes.</summary>
    public static CniResult Make(DhcpLease lease, int priority)
    {
        var mtu = lease.Mtu ?? 0;
        return new CniResult
        {
            Ips =
            [
                new CniIp { Address = new IpPrefix(lease.Address, lease.PrefixLength), Gateway = lease.Routers.Count > 0 ? lease.Routers[0] : DefaultRouter(lease) },
            ],
            Routes = [.. Routes(lease).Select(route => route with { Priority = priority, Mtu = mtu })],
            Dns = new CniDns
            {
                Nameservers = [.. lease.NameServers.Select(a => a.ToString())],
                Domain = lease.Domain,
                Search = lease.Search,
            },
        };
    }

    /// <summary>The result that the chain gave for a lease before, with another lease's address, routes and DNS in place of that one's.</summary>
    public static CniResult Update(CniResult result, DhcpLease before, DhcpLease after, int priority)
    {
        var old = Make(before, priority);
        var fresh = Make(after, priority);
        return result with
        {
            Ips = [.. result.Ips.Select(ip => ip.Address == old.Ips[0].Address ? fresh.Ips[0] with { Interface = ip.Interface } : ip)],
            Routes = [.. result.Routes.Where(r => !old.Routes.Contains(r)), .. fresh.Routes],
            Dns = SameDns(result.Dns, old.Dns) ? fresh.Dns : result.Dns,
        };
    }

    /// <summary>The routes in order: those of options 121, 249 or 33, then the default route of option 3.</summary>
    public static IEnumerable<CniRoute> Routes(DhcpLease lease)
    {
        foreach (var route in lease.Routes)
        {
            var destination = new IpPrefix(route.Destination.BaseAddress, route.Destination.PrefixLength);
            yield return route.IsOnLink
                ? new CniRoute { Destination = destination, Scope = LinkScope }
                : new CniRoute { Destination = destination, Gateway = route.Router };
        }

        if (lease.Routers.Count > 0)
        {
            yield return new CniRoute { Destination = new IpPrefix(IPAddress.Any, 0), Gateway = lease.Routers[0] };
        }
    }

    private static IPAddress? DefaultRouter(DhcpLease lease) =>
        lease.Routes.Where(r => r.Destination.PrefixLength == 0 && !r.IsOnLink).Select(r => r.Router).FirstOrDefault();

    private static bool SameDns(CniDns a, CniDns b) =>
        a.Domain == b.Domain && a.Nameservers.SequenceEqual(b.Nameservers) && a.Search.SequenceEqual(b.Search);
}
