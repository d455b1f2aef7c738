using System.Net;
using System.Net.Sockets;

namespace CniChain.Plugins.Bridge;

/// <summary>What the IPAM plugin's answer means on this network, worked out before the kernel is touched.</summary>
internal sealed record AddressPlan
{
    /// <summary>The container's place among the result's interfaces: behind the bridge and the host's end.</summary>
    public const int ContainerInterface = 2;

    // linux/rtnetlink.h: RT_TABLE_MAIN.
    private const int MainTable = 254;

    /// <summary>The container's addresses as the result states them.</summary>
    public required IReadOnlyList<CniIp> Ips { get; init; }

    /// <summary>The container's routes as the result states them.</summary>
    public required IReadOnlyList<CniRoute> Routes { get; init; }

    /// <summary>The addresses that the host holds as the containers' gateway; empty unless it is one.</summary>
    public required IReadOnlyList<IpPrefix> Gateways { get; init; }

    public required CniDns Dns { get; init; }

    public bool HasIPv6
    {
        get
        {
            foreach (var ip in Ips)
            {
                if (ip.Address.IsIPv6)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <exception cref="CniException">Code 7: no address, or no address left for the gateway.</exception>
    public static AddressPlan Make(CniResult ipam, BridgeConfig config)
    {
        if (ipam.Ips.Count == 0)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                "\"ipam\" gave no address; give it ranges or addresses, or remove it for a layer 2 network");
        }

        var ips = new List<CniIp>(ipam.Ips.Count);
        var routes = new List<CniRoute>(ipam.Routes);
        var gateways = new List<IpPrefix>();
        foreach (var given in ipam.Ips)
        {
            var ip = given with { Interface = ContainerInterface, Gateway = given.Gateway ?? (config.IsGateway ? FirstAddress(given.Address) : null) };
            ips.Add(ip);
            if (config.IsDefaultGateway && !HasDefaultRoute(routes, ip.Address.IsIPv6))
            {
                routes.Add(new CniRoute { Destination = DefaultRoute(ip.Address.IsIPv6), Gateway = ip.Gateway });
            }

            if (config.IsGateway)
            {
                AddGateway(gateways, ip);
            }
        }

        return new AddressPlan { Ips = ips, Routes = routes, Gateways = gateways, Dns = ipam.Dns };
    }

    /// <summary>Whether a gateway of a family is to be held by the host.</summary>
    public bool HasGateway(AddressFamily family)
    {
        foreach (var gateway in Gateways)
        {
            if (gateway.Address.AddressFamily == family)
            {
                return true;
            }
        }

        return false;
    }

    private static void AddGateway(List<IpPrefix> gateways, CniIp ip)
    {
        if (ip.Address.Address.Equals(ip.Gateway))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"ipam\" gave the container {ip.Address}, which is also the gateway's address; give \"ipam\" another gateway or a larger subnet");
        }

        var gateway = new IpPrefix(ip.Gateway!, ip.Address.PrefixLength);
        if (!gateways.Contains(gateway))
        {
            gateways.Add(gateway);
        }
    }

    /// <exception cref="CniException">Code 7: an address without a subnet, as DHCPv6 gives it: what comes after it may be anybody's.</exception>
    private static IPAddress FirstAddress(IpPrefix prefix) => prefix is { IsIPv6: true, PrefixLength: 128 }
        ? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            $"\"ipam\" gave {prefix} without a gateway, which \"isGateway\" needs and cannot work out; give \"ipam\" a \"gateway\", or leave \"isGateway\" out")
        : IpPrefix.Offset(prefix.Network.BaseAddress, 1);

    private static IpPrefix DefaultRoute(bool v6) => new(v6 ? IPAddress.IPv6Any : IPAddress.Any, 0);

    /// <summary>A default route without a router counts too: it takes the network's gateway, which is what would be added.</summary>
    private static bool HasDefaultRoute(List<CniRoute> routes, bool v6)
    {
        foreach (var route in routes)
        {
            if (route.Destination.IsDefaultRoute && route.Destination.IsIPv6 == v6 && route.Table is null or MainTable)
            {
                return true;
            }
        }

        return false;
    }
}
