using System.Net;
using System.Net.Sockets;

namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>Which host ports one request has asked for already. No hostIP asks for both families, 0.0.0.0 and :: for one each.</summary>
internal sealed class MappingConflicts
{
    private readonly HashSet<(IPAddress Address, TransportProtocol Protocol, ushort Port)> _seen = [];

    /// <summary>Notes a mapping; false when part of it was asked for before.</summary>
    public bool Add(PortMapping mapping)
    {
        var fresh = true;
        if (mapping.Covers(AddressFamily.InterNetwork))
        {
            fresh &= _seen.Add((mapping.HostAddress ?? IPAddress.Any, mapping.Protocol, mapping.HostPort));
        }

        if (mapping.Covers(AddressFamily.InterNetworkV6))
        {
            fresh &= _seen.Add((mapping.HostAddress ?? IPAddress.IPv6Any, mapping.Protocol, mapping.HostPort));
        }

        return fresh;
    }
}
