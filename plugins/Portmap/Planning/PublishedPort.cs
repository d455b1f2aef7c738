using System.Net;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Conditions;
using CniChain.Plugins.Portmap.Configuration;
using CniChain.Plugins.Portmap.Kernel;

namespace CniChain.Plugins.Portmap.Planning;

/// <summary>A mapping for one family: from a port of the node to a port of the container.</summary>
/// <param name="Mapping">What was asked for.</param>
/// <param name="Container">The container's address.</param>
/// <param name="Conditions">What a packet must be like; null for any.</param>
internal sealed record PublishedPort(PortMapping Mapping, IPAddress Container, ConditionSet? Conditions)
{
    private FamilyMaps Maps => PortTable.Of(Container.AddressFamily);

    /// <summary>The map whose key is the claim to the port: ports or hostports of the family.</summary>
    public NftSetRef Map => Mapping.HostAddress is null ? Maps.Ports : Maps.HostPorts;

    /// <summary>The port as the map knows it.</summary>
    public NftKey Key => KeyOf(Mapping);

    /// <summary>The key of a mapping in ports or hostports, gates or hostgates.</summary>
    public static NftKey KeyOf(PortMapping mapping)
    {
        var key = mapping.HostAddress is { } address ? NftKey.Of.Address(address) : NftKey.Of;
        return key.Protocol((byte)mapping.Protocol).Port(mapping.HostPort);
    }

    /// <summary>The elements: the translation, and in front of it the gate when there are conditions.</summary>
    public IEnumerable<PlannedElement> Elements(string ownerTag)
    {
        var key = Key;
        yield return new PlannedElement(Map, new NftElement(key, NftKey.Of.Address(Container).Port(Mapping.ContainerPort), ownerTag));
        if (Conditions is not null)
        {
            var gates = Mapping.HostAddress is null ? Maps.Gates : Maps.HostGates;
            yield return new PlannedElement(gates, new NftElement(key, NftVerdict.Goto(Conditions.ChainName), ownerTag));
        }
    }
}
