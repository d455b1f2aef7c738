using System.Net;
using System.Net.Sockets;

namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>One published port: an entry of runtimeConfig.portMappings, or one port of an entry that gives a range.</summary>
internal sealed record PortMapping
{
    /// <summary>The transport protocol; TCP when the entry does not say.</summary>
    public required TransportProtocol Protocol { get; init; }

    /// <summary>The port on the node, 1 to 65535.</summary>
    public required ushort HostPort { get; init; }

    /// <summary>The port in the container, 1 to 65535.</summary>
    public required ushort ContainerPort { get; init; }

    /// <summary>The family the entry is confined to: that of its hostIP; null (no hostIP) means both.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The one address of the node it is published at; null means every address (no hostIP, 0.0.0.0 or ::).</summary>
    public IPAddress? HostAddress { get; init; }

    /// <summary>Whether the mapping is for a family.</summary>
    public bool Covers(AddressFamily family) => Family is null || Family == family;

    /// <summary>"tcp/8080", or "tcp/8080 at 192.0.2.1": as messages name it.</summary>
    public override string ToString()
    {
        var port = $"{Protocol switch { TransportProtocol.Tcp => "tcp", TransportProtocol.Udp => "udp", _ => "sctp" }}/{HostPort}";
        return HostAddress is null ? port : $"{port} at {HostAddress}";
    }
}
