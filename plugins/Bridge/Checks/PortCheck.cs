using CniChain.Linux.Route;

namespace CniChain.Plugins.Bridge.Checks;

/// <summary>The host's end is the container's, attached to the bridge, with this network's settings.</summary>
internal static class PortCheck
{
    /// <returns>Null when the container's end leads nowhere on this host.</returns>
    public static Link? Run(
        NetworkSide host, BridgeConfig config, Link? bridge, Link end, StatedInterfaces stated, string? owner, List<string> problems)
    {
        if (end.PeerIndex is not { } index || host.Route.FindLink(index) is not { Kind: "veth" } port || port.PeerIndex != end.Index)
        {
            problems.Add($"the host's end of \"{end.Name}\" is gone");
            return null;
        }

        if (!stated.Host.TryGetValue(port.Name, out var expected))
        {
            problems.Add($"the host's end of \"{end.Name}\" is \"{port.Name}\", which prevResult does not have");
        }
        else if (expected.Mac is { } mac && mac != port.Mac?.ToString())
        {
            problems.Add($"\"{port.Name}\" has the MAC {port.Mac}, not {mac}");
        }

        if (port.Alias != owner)
        {
            problems.Add($"\"{port.Name}\" has the alias \"{port.Alias}\", not \"{owner}\"");
        }

        if (config.Mtu != 0 && port.Mtu != config.Mtu)
        {
            problems.Add($"\"{port.Name}\" has the MTU {port.Mtu}, not {config.Mtu}");
        }

        if (bridge is not null && port.MasterIndex != bridge.Index)
        {
            problems.Add($"\"{port.Name}\" is not attached to bridge \"{bridge.Name}\"");
            return port;
        }

        CheckFlags(config, port, problems);
        CheckVlans(host, config, bridge, port, problems);
        return port;
    }

    private static void CheckFlags(BridgeConfig config, Link port, List<string> problems)
    {
        if (!config.DisableContainerInterface && port.OperState != OperState.Up)
        {
            problems.Add($"\"{port.Name}\" is {port.OperState}");
        }

        if (port.Port is { } flags && flags.Hairpin != config.HairpinMode)
        {
            problems.Add($"\"{port.Name}\" has hairpin mode {(flags.Hairpin ? "on" : "off")}");
        }

        if (port.Port is { } settings && settings.Isolated != config.PortIsolation)
        {
            problems.Add($"\"{port.Name}\" is {(settings.Isolated ? "" : "not ")}isolated");
        }
    }

    private static void CheckVlans(NetworkSide host, BridgeConfig config, Link? bridge, Link port, List<string> problems)
    {
        if (!config.UsesVlans)
        {
            return;
        }

        var vlans = host.Route.GetBridgeVlans(port.Index);
        const BridgeVlanFlags untagged = BridgeVlanFlags.Pvid | BridgeVlanFlags.Untagged;
        if (config.Vlan != 0 && (FlagsOf(vlans, config.Vlan) & untagged) != untagged)
        {
            problems.Add($"\"{port.Name}\" is not untagged in VLAN {config.Vlan}");
        }

        foreach (var range in config.VlanTrunk)
        {
            for (var id = (int)range.First; id <= range.Last; id++)
            {
                if (FlagsOf(vlans, id) is null)
                {
                    problems.Add($"\"{port.Name}\" is not in VLAN {id}");
                }
            }
        }

        if (!config.PreserveDefaultVlan && bridge?.Bridge is { DefaultPvid: not 0 } info
            && info.DefaultPvid != config.Vlan && !IsInTrunk(config, info.DefaultPvid) && FlagsOf(vlans, info.DefaultPvid) is not null)
        {
            problems.Add($"\"{port.Name}\" is in the default VLAN {info.DefaultPvid}");
        }
    }

    private static BridgeVlanFlags? FlagsOf(IReadOnlyList<BridgeVlan> vlans, int id)
    {
        foreach (var vlan in vlans)
        {
            if (id >= vlan.First && id <= vlan.Last)
            {
                return vlan.Flags;
            }
        }

        return null;
    }

    private static bool IsInTrunk(BridgeConfig config, int id)
    {
        foreach (var range in config.VlanTrunk)
        {
            if (range.Contains(id))
            {
                return true;
            }
        }

        return false;
    }
}
