using System.Net;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Conditions;
using CniChain.Plugins.Portmap.Kernel;

namespace CniChain.Plugins.Portmap.Planning;

/// <summary>Everything one attachment needs in the table, worked out without looking at the kernel.</summary>
internal sealed class PortPlan
{
    private readonly PortmapConfig _config;

    public PortPlan(PortmapConfig config, string ownerTag, ContainerAddresses addresses, IReadOnlyList<PublishedPort> ports)
    {
        _config = config;
        OwnerTag = ownerTag;
        Addresses = addresses;
        Ports = ports;
        var elements = new List<PlannedElement>();
        var nats = new List<SourceNat>();
        var conditions = new List<ConditionSet>();
        foreach (var port in ports)
        {
            elements.AddRange(port.Elements(ownerTag));
            if (port.Conditions is { } set && !conditions.Contains(set))
            {
                conditions.Add(set);
            }
        }

        AddTarget(addresses.V4, elements, nats);
        AddTarget(addresses.V6, elements, nats);
        Elements = elements;
        SourceNats = nats;
        Conditions = conditions;
    }

    public string OwnerTag { get; }

    public ContainerAddresses Addresses { get; }

    public IReadOnlyList<PublishedPort> Ports { get; }

    /// <summary>Translations, gates and targets, each of which one attachment alone can hold.</summary>
    public IReadOnlyList<PlannedElement> Elements { get; }

    /// <summary>The chains that targets lead to, each once.</summary>
    public IReadOnlyList<SourceNat> SourceNats { get; }

    /// <summary>The chains that gates lead to, each once.</summary>
    public IReadOnlyList<ConditionSet> Conditions { get; }

    public bool IsEmpty => Ports.Count == 0;

    /// <summary>
    /// The address that connections from the node's 127.0.0.1 are sent on to; null when they are not: snat is false, or no IPv4 port
    /// is published.
    /// </summary>
    public IPAddress? LocalhostTarget => _config.Snat && Publishes(Addresses.V4) ? Addresses.V4!.Value.Address : null;

    /// <summary>The same without some of the ports.</summary>
    public PortPlan Without(IReadOnlySet<PublishedPort> ports)
    {
        var rest = new List<PublishedPort>(Ports.Count);
        foreach (var port in Ports)
        {
            if (!ports.Contains(port))
            {
                rest.Add(port);
            }
        }

        return new PortPlan(_config, OwnerTag, Addresses, rest);
    }

    /// <summary>An address is a target when something is published at it.</summary>
    private void AddTarget(IpPrefix? container, List<PlannedElement> elements, List<SourceNat> nats)
    {
        if (!Publishes(container))
        {
            return;
        }

        var nat = SourceNat.For(_config, container!.Value);
        var address = container.Value.Address;
        var element = new NftElement(NftKey.Of.Address(address), NftVerdict.Goto(nat.ChainName), OwnerTag);
        elements.Add(new PlannedElement(PortTable.Of(address.AddressFamily).Targets, element));
        if (!nats.Contains(nat))
        {
            nats.Add(nat);
        }
    }

    private bool Publishes(IpPrefix? container)
    {
        foreach (var port in Ports)
        {
            if (port.Container.Equals(container?.Address))
            {
                return true;
            }
        }

        return false;
    }
}
