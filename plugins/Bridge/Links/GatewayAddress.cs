using System.Net.Sockets;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The gateway's addresses on the bridge, or on its leg in a VLAN.</summary>
internal static class GatewayAddress
{
    /// <summary>Adds the addresses that are missing.</summary>
    /// <returns>Whether nothing had to be done, so that the link is as it was, and its hardware address its own.</returns>
    /// <exception cref="CniException">Code 7: the link has another address in the way.</exception>
    public static bool Ensure(NetworkSide host, Link link, IReadOnlyList<IpPrefix> gateways, BridgeConfig config) =>
        KernelFailure.Guard($"give \"{link.Name}\" the gateway's address", () =>
        {
            var (inTheWay, missing) = Compare(link, host.Route.GetAddresses(link.Index, FamilyOf(gateways)), gateways, config);
            if (missing.Count == 0 && link.Alias == BridgeLink.Mark)
            {
                return true;
            }

            var deletions = inTheWay.ConvertAll(a => AddressRequest.Delete(link.Index, a.Address, a.PrefixLength));
            var additions = missing.ConvertAll(g => AddressRequest.Add(link.Index, g.Address, g.PrefixLength, FlagsOf(g, config)));

            // What a bridge without an address of its own has is its lowest port's, which would change: also when somebody else made
            // the bridge and gave it the gateway's.
            var mac = host.Route.GetLink(link.Index).Mac;
            foreach (var failure in host.Route.TryExecute(
                [.. deletions, .. additions, LinkRequest.Change(link.Index, new LinkChange { Mac = mac })]))
            {
                // Another attachment was faster.
                var tolerated = failure.RequestIndex < deletions.Count ? LibC.EADDRNOTAVAIL : LibC.EEXIST;
                if (failure.Errno != tolerated)
                {
                    throw failure;
                }
            }

            return false;
        });

    /// <summary>What leads from the addresses a link has to those it should have: what has to go first, and what has to come.</summary>
    /// <exception cref="CniException">Code 7: an address is in the way, and is not to be replaced.</exception>
    internal static (List<LinkAddress> InTheWay, List<IpPrefix> Missing) Compare(
        Link link, IReadOnlyList<LinkAddress> present, IReadOnlyList<IpPrefix> gateways, BridgeConfig config)
    {
        var inTheWay = new List<LinkAddress>();
        var missing = new List<IpPrefix>();
        foreach (var gateway in gateways)
        {
            if (IsPresent(present, gateway))
            {
                continue;
            }

            foreach (var address in present)
            {
                if (!IsInTheWay(address, gateway) || IsWanted(address, gateways))
                {
                    continue;
                }

                if (!config.ForceAddress)
                {
                    throw Conflict(link, address, gateway);
                }

                inTheWay.Add(address);
            }

            missing.Add(gateway);
        }

        return (inTheWay, missing);
    }

    /// <summary>One family alone is read without rtnl_mutex, which other attachments may be waiting for.</summary>
    private static AddressFamily FamilyOf(IReadOnlyList<IpPrefix> gateways)
    {
        var family = gateways[0].Address.AddressFamily;
        foreach (var gateway in gateways)
        {
            if (gateway.Address.AddressFamily != family)
            {
                return AddressFamily.Unspecified;
            }
        }

        return family;
    }

    private static AddressFlags FlagsOf(IpPrefix gateway, BridgeConfig config) =>
        gateway.IsIPv6 && !config.EnableDad ? AddressFlags.NoDad : AddressFlags.None;

    /// <summary>Whether a gateway's address is on the link.</summary>
    internal static bool IsPresent(IReadOnlyList<LinkAddress> present, IpPrefix gateway)
    {
        foreach (var address in present)
        {
            if (IsSame(address, gateway))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A network with two IPv4 ranges has two gateways.</summary>
    private static bool IsWanted(LinkAddress address, IReadOnlyList<IpPrefix> gateways)
    {
        foreach (var gateway in gateways)
        {
            if (IsSame(address, gateway))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(LinkAddress address, IpPrefix gateway) =>
        address.PrefixLength == gateway.PrefixLength && address.Address.Equals(gateway.Address);

    /// <summary>A second IPv4 address would become a secondary one; IPv6 has room for any number of subnets that don't overlap.</summary>
    private static bool IsInTheWay(LinkAddress address, IpPrefix gateway)
    {
        if (address.Address.AddressFamily != gateway.Address.AddressFamily)
        {
            return false;
        }

        return address.Address.AddressFamily == AddressFamily.InterNetwork
            || gateway.Contains(address.Address)
            || new IpPrefix(address.Address, address.PrefixLength).Contains(gateway.Address);
    }

    private static CniException Conflict(Link link, LinkAddress address, IpPrefix gateway) => new(
        CniErrorCode.InvalidNetworkConfig,
        $"\"{link.Name}\" has the address {address.Address}/{address.PrefixLength}, but this network's gateway is {gateway}; "
        + "choose another \"bridge\", remove the address, or set \"forceAddress\": true to have it replaced");
}
