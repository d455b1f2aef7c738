using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>What the container's port is on the bridge: whose, hairpin, isolated, in which VLANs.</summary>
internal static class PortSettings
{
    /// <summary>Settles everything in one exchange.</summary>
    public static void Apply(NetworkSide host, Link bridge, VethPair veth, string owner, BridgeConfig config)
    {
        var requests = new List<NetlinkRequest>
        {
            LinkRequest.Change(veth.HostIndex, new LinkChange
            {
                Alias = owner,
                BridgePort = config.HairpinMode || config.PortIsolation
                    ? new BridgePortOptions
                    {
                        Hairpin = config.HairpinMode ? true : null,
                        Isolated = config.PortIsolation ? true : null,
                    }
                    : null,
            }),
        };
        AddVlans(requests, bridge, veth.HostIndex, config.Vlan, config.VlanTrunk, config.PreserveDefaultVlan);
        KernelFailure.Guard(
            $"set up port \"{veth.HostName}\" of bridge \"{config.Bridge}\"",
            () => host.Route.Execute([.. requests]));
    }

    /// <summary>Puts a port back to what it was made with, whatever of that it still has.</summary>
    public static void Restore(NetworkSide host, Link bridge, Link port, MacAddress? mac, string owner, BridgeConfig config)
    {
        var requests = new List<NetlinkRequest>
        {
            LinkRequest.Change(port.Index, new LinkChange
            {
                Up = true,
                Alias = owner,
                Mtu = config.Mtu == 0 ? null : config.Mtu,
                Mac = mac,
                Master = port.MasterIndex == bridge.Index ? null : bridge.Index,
            }),
            LinkRequest.Change(port.Index, new LinkChange
            {
                BridgePort = new BridgePortOptions { Hairpin = config.HairpinMode, Isolated = config.PortIsolation },
            }),
        };
        AddVlans(requests, bridge, port.Index, config.Vlan, config.VlanTrunk, config.PreserveDefaultVlan);
        KernelFailure.Guard($"restore port \"{port.Name}\" of bridge \"{config.Bridge}\"", () =>
        {
            foreach (var failure in host.Route.TryExecute([.. requests]))
            {
                // A default VLAN that the port is not in is what was wanted.
                if (failure.Errno != LibC.ENOENT)
                {
                    throw failure;
                }
            }
        });
    }

    /// <summary>Appends the requests that put a port into its VLANs.</summary>
    public static void AddVlans(
        List<NetlinkRequest> requests, Link bridge, int port, int vlan, IReadOnlyList<VlanRange> trunk, bool preserveDefault)
    {
        if (vlan == 0 && trunk.Count == 0)
        {
            return;
        }

        if (!preserveDefault && bridge.Bridge is { DefaultPvid: not 0 } info)
        {
            requests.Add(LinkRequest.DeleteBridgeVlan(port, info.DefaultPvid));
        }

        foreach (var range in trunk)
        {
            requests.Add(LinkRequest.AddBridgeVlan(port, range.First, range.Last));
        }

        // Last: a trunk range that covers it would make it tagged again.
        if (vlan != 0)
        {
            requests.Add(LinkRequest.AddBridgeVlan(port, (ushort)vlan, flags: BridgeVlanFlags.Pvid | BridgeVlanFlags.Untagged));
        }
    }
}
