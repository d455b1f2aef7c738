using System.Net.Sockets;
using CniChain.Plugins.Portmap.Conditions;
using CniChain.Plugins.Portmap.Configuration;

namespace CniChain.Plugins.Portmap.Planning;

/// <summary>Turns a request into a plan. Pure: no kernel, no clock.</summary>
internal static class PortPlanner
{
    /// <summary>Plans for an attachment; the plan is empty when nothing is to be published.</summary>
    /// <remarks>
    /// A mapping for a family the container lacks is left out, as the reference does: clients publish 0.0.0.0 and :: side by side
    /// whatever the container has.
    /// </remarks>
    /// <exception cref="CniException">Code 7: there are mappings, and the container has no address at all.</exception>
    public static PortPlan Plan(PortmapConfig config, CniResult result, Attachment attachment)
    {
        var addresses = ContainerAddresses.Find(result, attachment.IfName);
        if (config.Mappings.Count > 0 && addresses is { V4: null, V6: null })
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"portmap: prevResult has no address of {attachment.IfName} in the container to forward {config.Mappings[0]} to; "
                    + "put this plugin behind one that gives it an address");
        }

        var ports = new List<PublishedPort>();
        foreach (var mapping in config.Mappings)
        {
            Add(ports, mapping, addresses.V4, AddressFamily.InterNetwork, config.ConditionsV4);
            Add(ports, mapping, addresses.V6, AddressFamily.InterNetworkV6, config.ConditionsV6);
        }

        return new PortPlan(config, attachment.OwnerTag, addresses, ports);
    }

    private static void Add(
        List<PublishedPort> ports, PortMapping mapping, IpPrefix? container, AddressFamily family, ConditionSet? conditions)
    {
        if (container is { } prefix && mapping.Covers(family))
        {
            ports.Add(new PublishedPort(mapping, prefix.Address, conditions));
        }
    }
}
