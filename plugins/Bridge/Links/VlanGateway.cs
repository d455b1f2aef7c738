using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The host's leg in a VLAN of the bridge: a veth whose port is in that VLAN and whose other end, <c>cni0.100</c>, holds the gateway.</summary>
internal static class VlanGateway
{
    private const int MaxAttempts = 5;

    /// <summary>Finds or makes the leg.</summary>
    public static Link Ensure(NetworkSide host, Link bridge, BridgeConfig config, ICniLog log)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (host.Route.FindLink(config.VlanGatewayName) is { } leg)
            {
                // The mark comes last: a leg without it is somebody else's, or half made by a call that died.
                if (leg is { Kind: "veth", PeerIndex: { } peer } && leg.Alias != BridgeLink.Mark && IsPortOf(host, peer, bridge))
                {
                    Finish(host, bridge, peer, leg, config);
                }

                return leg;
            }

            try
            {
                Create(host, bridge, config, log);
            }
            catch (NetlinkException e) when (e.Errno == LibC.EEXIST && attempt < MaxAttempts)
            {
                // Either name is taken: look again.
            }
            catch (LinuxException e)
            {
                throw KernelFailure.During($"create the gateway's interface \"{config.VlanGatewayName}\"", e);
            }
        }
    }

    private static void Create(NetworkSide host, Link bridge, BridgeConfig config, ICniLog log)
    {
        var port = VethPair.RandomName();
        host.Route.Execute(LinkRequest.CreateVeth(new VethOptions
        {
            Name = port,
            Mtu = bridge.Mtu,
            Master = bridge.Index,
            Up = true,
            Peer = new VethPeer { Name = config.VlanGatewayName, Mtu = bridge.Mtu },
        }));
        host.Namespace.Run(() =>
        {
            RouterAdvertisements.Ignore(port, log);
            LinkLocalAddress.UseAtOnce(config.VlanGatewayName, config, log);
        });
    }

    private static void Finish(NetworkSide host, Link bridge, int port, Link leg, BridgeConfig config)
    {
        var requests = new List<NetlinkRequest> { LinkRequest.Change(port, new LinkChange { Alias = BridgeLink.Mark }) };
        PortSettings.AddVlans(requests, bridge, port, config.Vlan, [], config.PreserveDefaultVlan);
        requests.Add(LinkRequest.Change(leg.Index, new LinkChange { Up = true, Alias = BridgeLink.Mark }));
        KernelFailure.Guard(
            $"put the gateway's interface \"{leg.Name}\" into VLAN {config.Vlan}",
            () => Tolerate(host.Route.TryExecute([.. requests])));
    }

    /// <summary>A default VLAN that is already gone is what was wanted.</summary>
    private static void Tolerate(IReadOnlyList<NetlinkException> failures)
    {
        foreach (var failure in failures)
        {
            if (failure.Errno != LibC.ENOENT)
            {
                throw failure;
            }
        }
    }

    private static bool IsPortOf(NetworkSide host, int index, Link bridge) => host.Route.FindLink(index)?.MasterIndex == bridge.Index;
}
