using System.Net.Sockets;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The gateway's addresses on the bridge, or on its leg in a VLAN.</summary>
internal static class GatewayAddress
{
    /// <summary>Adds the addresses that are missing.</summary>
    /// <exception cref="CniException">Code 7: the link has another address in the way.</exception>
    public static void Ensure(NetworkSide host, Link link, IReadOnlyList<IpPrefix> gateways, BridgeConfig config) =>
        KernelFailure.Guard($"give \"{link.Name}\" the gateway's address", () =>
        {
            var (deletions, additions) = Plan(link, host.Route.GetAddresses(link.Index), gateways, config);
            if (additions.Count == 0 && link.Alias == BridgeLink.Mark)
            {
                return;
            }

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
        });

    /// <summary>The requests that lead from the addresses a link has to those it should have.</summary>
    private static (List<NetlinkRequest> Deletions, List<NetlinkRequest> Additions) Plan(
        Link link, IReadOnlyList<LinkAddress> present, IReadOnlyList<IpPrefix> gateways, BridgeConfig config)
    {
        var deletions = new List<NetlinkRequest>();
        var additions = new List<NetlinkRequest>();
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

                deletions.Add(AddressRequest.Delete(link.Index, address.Address, address.PrefixLength));
            }

            var flags = gateway.IsIPv6 && !config.EnableDad ? AddressFlags.NoDad : AddressFlags.None;
            additions.Add(AddressRequest.Add(link.Index, gateway.Address, gateway.PrefixLength, flags));
        }

        return (deletions, additions);
    }

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
