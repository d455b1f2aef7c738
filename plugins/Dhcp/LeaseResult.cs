using System.Net;
using CniChain.Plugins.Dhcp.Keeping;

namespace CniChain.Plugins.Dhcp;

/// <summary>A lease as a CNI result.</summary>
internal static class LeaseResult
{
    private const int LinkScope = 253; // RT_SCOPE_LINK, linux/rtnetlink.h

    /// <summary>Address, gateway (the first router), routes and DNS; what the server says of the MTU stands with the routes.</summary>
    public static CniResult Make(Lease lease, int priority) => new()
    {
        Ips = [new CniIp { Address = lease.Prefix, Gateway = lease.RoutersOnLink.Count > 0 ? lease.RoutersOnLink[0] : DefaultRouter(lease) }],
        Routes = lease is V4.DhcpLease v4 ? [.. Routes(v4).Select(route => route with { Priority = priority, Mtu = v4.Mtu ?? 0 })] : [],
        Dns = new CniDns
        {
            Nameservers = [.. lease.NameServers.Select(a => a.ToString())],
            Domain = lease.Domain,
            Search = lease.Search,
        },
    };

    /// <summary>One result of those of an attachment's leases, and what the configuration adds to them.</summary>
    public static CniResult Merge(IReadOnlyList<CniResult> results, DhcpConfig config) => new()
    {
        Ips = [.. results.SelectMany(r => r.Ips).Select(ip => ip.Address.IsIPv6 ? ip with { Gateway = config.Gateway } : ip)],
        Routes = [.. results.SelectMany(r => r.Routes), .. config.Routes],
        Dns = new CniDns
        {
            Nameservers = [.. results.SelectMany(r => r.Dns.Nameservers).Distinct()],
            Domain = results.Select(r => r.Dns.Domain).FirstOrDefault(d => d is not null),
            Search = [.. results.SelectMany(r => r.Dns.Search).Distinct()],
        },
    };

    /// <summary>The result that the chain gave for a lease before, with another lease's address, routes and DNS in place of that one's.</summary>
    public static CniResult Update(CniResult result, Lease before, Lease after, LeaseRecord record)
    {
        var old = Make(before, record.Priority);
        var fresh = Make(after, record.Priority);
        return result with
        {
            Interfaces = [.. result.Interfaces.Select(i => i.Mtu != 0 && i.Name == record.IfName && i.Sandbox is { Length: > 0 } ? WithMtu(i, before, after, record) : i)],
            Ips = [.. result.Ips.Select(ip => ip.Address == old.Ips[0].Address ? Replace(ip, fresh.Ips[0]) : ip)],
            Routes = [.. result.Routes.Where(r => !old.Routes.Contains(r)), .. fresh.Routes],
            Dns = result.Dns with
            {
                Nameservers = Replace(result.Dns.Nameservers, old.Dns.Nameservers, fresh.Dns.Nameservers),
                Domain = result.Dns.Domain == old.Dns.Domain ? fresh.Dns.Domain : result.Dns.Domain,
                Search = Replace(result.Dns.Search, old.Dns.Search, fresh.Dns.Search),
            },
        };
    }

    /// <summary>The routes in order: those of options 121, 249 or 33, then the default route of option 3.</summary>
    private static IEnumerable<CniRoute> Routes(V4.DhcpLease lease)
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

    private static IPAddress? DefaultRouter(Lease lease) => lease is V4.DhcpLease v4
        ? v4.Routes.Where(r => r.Destination.PrefixLength == 0 && !r.IsOnLink).Select(r => r.Router).FirstOrDefault()
        : null;

    private static CniInterface WithMtu(CniInterface given, Lease before, Lease after, LeaseRecord record) =>
        LinkMtu.Of(record, before) == given.Mtu && LinkMtu.Of(record, after) is { } mtu ? given with { Mtu = mtu } : given;

    /// <summary>The gateway of an IPv6 address is the configuration's, which no lease changes.</summary>
    private static CniIp Replace(CniIp ip, CniIp fresh) =>
        fresh with { Interface = ip.Interface, Gateway = fresh.Address.IsIPv6 ? ip.Gateway : fresh.Gateway };

    /// <summary>
    /// A list of the result with one lease's part replaced by another's. Without that part the list is the network's own, unless it was empty.
    /// </summary>
    private static IReadOnlyList<string> Replace(IReadOnlyList<string> list, IReadOnlyList<string> old, IReadOnlyList<string> fresh)
    {
        if (old.SequenceEqual(fresh) || !old.All(list.Contains) || (old.Count == 0 && list.Count > 0))
        {
            return list;
        }

        var at = old.Count == 0 ? 0 : list.TakeWhile(e => !old.Contains(e)).Count();
        var rest = list.Where(e => !old.Contains(e)).ToList();
        rest.InsertRange(at, fresh.Where(e => !rest.Contains(e)));
        return rest;
    }
}
