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

        if (IsPinned(config) && stated.Bridge?.Mac is { } mac && mac != bridge.Mac?.ToString())
        {
            problems.Add($"bridge \"{config.Bridge}\" has the MAC {bridge.Mac}, not {mac}");
        }

        return bridge;
    }

    /// <summary>Whether the bridge has a MAC of its own: without the gateway's address on it, it takes its lowest port's, which comes and goes.</summary>
    public static bool IsPinned(BridgeConfig config) => config is { IsGateway: true, HasIpam: true, Vlan: 0 };
}
