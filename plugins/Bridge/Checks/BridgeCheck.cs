using CniChain.Linux.Route;

namespace CniChain.Plugins.Bridge.Checks;

/// <summary>The bridge is there, is one, and is up.</summary>
internal static class BridgeCheck
{
    /// <returns>Null when there is none.</returns>
    public static Link? Run(NetworkSide host, BridgeConfig config, StatedInterfaces stated, List<string> problems)
    {
        if (host.Route.FindLink(config.Bridge) is not { } bridge)
        {
            problems.Add($"bridge \"{config.Bridge}\" is gone");
            return null;
        }

        if (bridge.Kind != "bridge")
        {
            problems.Add($"\"{config.Bridge}\" is no bridge any more");
            return null;
        }

        if (!bridge.IsUp)
        {
            problems.Add($"bridge \"{config.Bridge}\" is down");
        }

        if (config.PromiscMode && !bridge.IsPromiscuous)
        {
            problems.Add($"bridge \"{config.Bridge}\" is not promiscuous");
        }

        // Without the gateway's address on it, a bridge takes its lowest port's hardware address, which comes and goes.
        var isPinned = config is { IsGateway: true, HasIpam: true, Vlan: 0 };
        if (isPinned && stated.Bridge?.Mac is { } mac && mac != bridge.Mac?.ToString())
        {
            problems.Add($"bridge \"{config.Bridge}\" has the MAC {bridge.Mac}, not {mac}");
        }

        return bridge;
    }
}
