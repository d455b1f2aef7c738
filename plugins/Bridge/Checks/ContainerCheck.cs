using CniChain.Linux.Route;

namespace CniChain.Plugins.Bridge.Checks;

/// <summary>The container's end is there, is a veth, and is up.</summary>
internal static class ContainerCheck
{
    /// <returns>Null when it is not there, or not a veth.</returns>
    public static Link? Run(NetworkSide container, BridgeConfig config, StatedInterfaces stated, List<string> problems)
    {
        if (stated.Container is not { } expected)
        {
            problems.Add("prevResult has no interface of the container");
            return null;
        }

        if (container.Route.FindLink(expected.Name) is not { } link)
        {
            problems.Add($"\"{expected.Name}\" is gone from the container");
            return null;
        }

        if (link.Kind != "veth")
        {
            problems.Add($"\"{expected.Name}\" in the container is no veth");
            return null;
        }

        if (expected.Mac is { } mac && mac != link.Mac?.ToString())
        {
            problems.Add($"\"{expected.Name}\" in the container has the MAC {link.Mac}, not {mac}");
        }

        if (expected.Mtu != 0 && expected.Mtu != link.Mtu)
        {
            problems.Add($"\"{expected.Name}\" in the container has the MTU {link.Mtu}, not {expected.Mtu}");
        }

        if (!link.IsUp && !config.DisableContainerInterface)
        {
            problems.Add($"\"{expected.Name}\" in the container is down");
        }

        return link;
    }
}
