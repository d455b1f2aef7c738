using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The bridge itself: made by the first attachment, used by the others, left behind by the last.</summary>
internal static class BridgeLink
{
    /// <summary>The alias of links that no attachment owns: the bridge, and the host's leg in a VLAN.</summary>
    public const string Mark = "cnichain";

    private const int MaxAttempts = 5;

    /// <summary>Finds or makes the bridge, and brings it up.</summary>
    /// <param name="host">The host.</param>
    /// <param name="config">The network.</param>
    /// <param name="log">Told what is not as good as it could be.</param>
    /// <param name="mac">The MAC of one that is made and holds the gateway; null for a random one.</param>
    /// <param name="known">The link of its name, where the caller has just looked; null to look.</param>
    /// <returns>The bridge, and whether this call made it.</returns>
    /// <exception cref="CniException">Code 7: the name belongs to something else.</exception>
    public static (Link Bridge, bool Created) Ensure(
        NetworkSide host, BridgeConfig config, ICniLog log, MacAddress? mac = null, Link? known = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            if ((known ?? host.Route.FindLink(config.Bridge)) is { } found)
            {
                return (Adopt(host, config, found), false);
            }

            try
            {
                return (Create(host, config, log, mac), true);
            }
            catch (NetlinkException e) when (e.Errno == LibC.EEXIST && attempt < MaxAttempts)
            {
                // Somebody made it in between. Look again: it need not be a bridge.
            }
            catch (NetlinkException e) when (e.Errno == LibC.EOPNOTSUPP && config.UsesVlans)
            {
                throw new CniException(
                    CniErrorCode.InvalidNetworkConfig,
                    $"\"vlan\" and \"vlanTrunk\" need VLAN filtering, which this kernel's bridges do not have ({e.Message}); remove them",
                    null,
                    e);
            }
            catch (LinuxException e)
            {
                throw KernelFailure.During($"create bridge \"{config.Bridge}\"", e);
            }
        }
    }

    /// <summary>Removes a bridge that this call made, unless it has a port by now. The caller holds the bridge's lock.</summary>
    public static void RemoveIfUnused(NetworkSide host, BridgeConfig config, Link bridge)
    {
        if (host.Route.FindLink(config.Bridge)?.Index != bridge.Index)
        {
            return;
        }

        var requests = new List<NetlinkRequest>();
        foreach (var port in host.Route.GetLinks(master: bridge.Index))
        {
            if (port.Alias != Mark)
            {
                return;
            }

            // The VLAN's gateway leg, whose other end is the host's own: nobody's but this bridge's.
            requests.Add(LinkRequest.Delete(port.Index));
        }

        requests.Add(LinkRequest.Delete(bridge.Index));
        host.Route.Execute([.. requests]);
    }

    /// <summary>The name belongs to another kind of link.</summary>
    internal static CniException NotABridge(BridgeConfig config, Link link) => new(
        CniErrorCode.InvalidNetworkConfig,
        $"\"bridge\" is \"{config.Bridge}\", which is there but is {(link.Kind is null ? "no bridge" : $"of kind \"{link.Kind}\"")}; choose another name");

    private static Link Create(NetworkSide host, BridgeConfig config, ICniLog log, MacAddress? mac)
    {
        var holdsGateway = config is { IsGateway: true, HasIpam: true, Vlan: 0 };
        host.Route.Execute(LinkRequest.CreateBridge(new BridgeOptions
        {
            Name = config.Bridge,
            Mtu = config.Mtu == 0 ? null : config.Mtu,
            VlanFiltering = config.UsesVlans ? true : null,

            // A bridge without an address of its own takes its lowest port's, so the gateway's would change as containers come and go.
            Mac = holdsGateway ? mac ?? MacAddress.Random() : null,
            Up = true,
        }));
        var bridge = host.Route.GetLink(config.Bridge);
        host.Namespace.Run(() => LinkLocalAddress.UseAtOnce(config.Bridge, config, log));
        host.Route.Execute(LinkRequest.Change(
            bridge.Index,
            new LinkChange { Alias = Mark, Promiscuous = config.PromiscMode ? true : null }));
        return bridge;
    }

    private static Link Adopt(NetworkSide host, BridgeConfig config, Link link)
    {
        if (link.Kind != "bridge")
        {
            throw NotABridge(config, link);
        }

        var promiscuous = config.PromiscMode && !link.IsPromiscuous;
        if (promiscuous || !link.IsUp)
        {
            KernelFailure.Guard(
                $"set bridge \"{config.Bridge}\" up",
                () => host.Route.Execute(LinkRequest.Change(
                    link.Index,
                    new LinkChange { Up = true, Promiscuous = promiscuous ? true : null })));
        }

        return link;
    }
}
