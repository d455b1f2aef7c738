using System.Net;
using System.Net.Sockets;
using CniChain.Linux;
using CniChain.Linux.Conntrack;
using CniChain.Linux.Route;
using CniChain.Plugins.Portmap.Configuration;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>Makes connection tracking forget where flows went before.</summary>
/// <remarks>
/// Only the first packet of a flow is translated by rules; the rest follow it. A UDP sender that never pauses would reach the container
/// that had the port before, or the node, for ever. A failure is a line in the log: the port works for every new flow.
/// </remarks>
internal sealed class StaleFlows(NetworkNamespace host, ICniLog log)
{
    /// <summary>A node with more addresses than this has its flows forgotten by port alone, other machines' on that port included.</summary>
    private const int MaxAddresses = 16;

    /// <summary>ADD: connectionless flows to the node's published ports, wherever they went.</summary>
    /// <remarks>Flows through the node to the same port of another machine, such as a container's DNS queries, are left alone.</remarks>
    public void ForgetBefore(IReadOnlyList<PublishedPort> ports)
    {
        Dictionary<AddressFamily, IReadOnlyList<IPAddress?>>? nodes = null;
        var filters = new List<ConntrackFilter>();
        foreach (var (mapping, container, _) in ports)
        {
            if (mapping.Protocol == TransportProtocol.Tcp)
            {
                continue;
            }

            var family = container.AddressFamily;
            foreach (var address in mapping.HostAddress is { } one ? [one] : NodeAddresses(nodes ??= [], family))
            {
                filters.Add(new ConntrackFilter
                {
                    Protocol = (byte)mapping.Protocol,
                    Family = family,
                    OriginalDestination = address,
                    OriginalDestinationPort = mapping.HostPort,
                });
            }
        }

        Delete(filters);
    }

    /// <summary>DEL: what was translated to the container, TCP included; the address may soon be another's.</summary>
    public void Forget(IReadOnlyList<PlannedElement> removed)
    {
        var filters = new List<ConntrackFilter>();
        foreach (var element in removed)
        {
            if (Translation.Read(element) is { } translation)
            {
                filters.Add(new ConntrackFilter
                {
                    Protocol = translation.Protocol,
                    Family = translation.Container.AddressFamily,
                    OriginalDestination = translation.HostAddress,
                    OriginalDestinationPort = translation.HostPort,
                    ReplySource = translation.Container,
                    ReplySourcePort = translation.ContainerPort,
                });
            }
        }

        Delete(filters);
    }

    private void Delete(List<ConntrackFilter> filters)
    {
        if (filters.Count == 0)
        {
            return;
        }

        try
        {
            using var conntrack = ConntrackSocket.Open(host);
            foreach (var filter in filters)
            {
                conntrack.Delete(filter);
            }
        }
        catch (LinuxException e)
        {
            log.Warn($"portmap: old connections may still follow their old way: {e.Message}");
        }
    }

    /// <summary>Read once a family; a single null stands for any address.</summary>
    private IReadOnlyList<IPAddress?> NodeAddresses(Dictionary<AddressFamily, IReadOnlyList<IPAddress?>> known, AddressFamily family)
    {
        if (known.TryGetValue(family, out var addresses))
        {
            return addresses;
        }

        using var routes = RouteSocket.Open(host);
        var found = new List<IPAddress?>();
        foreach (var address in routes.GetAddresses(null, family))
        {
            found.Add(address.Address);
        }

        addresses = found.Count > MaxAddresses ? [null] : found;
        known.Add(family, addresses);
        return addresses;
    }
}
