using System.Net;

namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>Reads runtimeConfig.portMappings; keys in any case, for podman writes "hostPort" and containerd "HostPort".</summary>
internal static class PortMappingReader
{
    /// <summary>How many ports one attachment may publish. Each is an element of its own, and all of them go to the kernel in one transaction.</summary>
    internal const int MaxPorts = 4096;

    public static List<PortMapping> Read(ConfigSection root)
    {
        var mappings = new List<PortMapping>();
        if (root.GetSection("runtimeConfig") is not { } runtime)
        {
            return mappings;
        }

        var seen = new MappingConflicts();
        foreach (var entry in runtime.GetSections("portMappings"))
        {
            if (ReadEntry(entry) is not { } read)
            {
                continue;
            }

            if (mappings.Count + read.Host.Count > MaxPorts)
            {
                entry.Invalid("hostPort", $"is {read.Host}, which makes more than {MaxPorts} published ports; publish fewer");
                break;
            }

            Expand(entry, read, seen, mappings);
        }

        return mappings;
    }

    private static Entry? ReadEntry(ConfigSection entry)
    {
        var host = ReadPorts(entry, "hostPort");
        var container = ReadPorts(entry, "containerPort");
        var protocol = ReadProtocol(entry);
        var address = ReadHostAddress(entry, out var addressIsValid);
        if (host is not { } hostPorts || container is not { } containerPorts || protocol is null || !addressIsValid)
        {
            return null;
        }

        // "8000-8010" to "80" means 80-90: the first of as many ports.
        if (containerPorts.Count == 1 && containerPorts.First + hostPorts.Count - 1 <= ushort.MaxValue)
        {
            containerPorts = new PortRange(containerPorts.First, (ushort)(containerPorts.First + hostPorts.Count - 1));
        }

        if (containerPorts.Count != hostPorts.Count)
        {
            entry.Invalid(
                "containerPort",
                $"is {containerPorts} for the {hostPorts.Count} host ports {hostPorts}; give as many ports, or the first of them alone");
            return null;
        }

        return new Entry(hostPorts, containerPorts, protocol.Value, address);
    }

    private static PortRange? ReadPorts(ConfigSection entry, string key)
    {
        if (!JsonKeys.TryGet(entry.Json, key, out var value))
        {
            entry.Invalid(key, "is missing; give a port from 1 to 65535");
            return null;
        }

        if (PortRange.TryRead(value, out var range))
        {
            return range;
        }

        entry.Invalid(key, $"is {value.GetRawText()}; give a port from 1 to 65535, or a range such as \"8000-8010\"");
        return null;
    }

    private static TransportProtocol? ReadProtocol(ConfigSection entry)
    {
        var text = entry.GetString("protocol");
        switch (text?.ToLowerInvariant())
        {
            case null or "" or "tcp":
                return TransportProtocol.Tcp;
            case "udp":
                return TransportProtocol.Udp;
            case "sctp":
                return TransportProtocol.Sctp;
            default:
                entry.Invalid("protocol", $"is \"{text}\"; give tcp, udp or sctp");
                return null;
        }
    }

    private static IPAddress? ReadHostAddress(ConfigSection entry, out bool valid)
    {
        valid = true;
        var text = entry.GetString("hostIP");
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!IpPrefix.TryParseAddress(text, out var address))
        {
            entry.Invalid("hostIP", $"is \"{text}\"; give an address of this node such as 192.0.2.1, or leave it out for every address");
            valid = false;
        }
        else if (IPAddress.IPv6Loopback.Equals(address))
        {
            // A connection from ::1 can be sent on to the container, but the kernel has no route_localnet for the way back.
            entry.Invalid("hostIP", "is \"::1\", which the kernel cannot forward; give 127.0.0.1, or leave it out for every address");
            valid = false;
        }

        return address;
    }

    private static void Expand(ConfigSection section, Entry entry, MappingConflicts seen, List<PortMapping> mappings)
    {
        var everyAddress = entry.Address is null || entry.Address.Equals(IPAddress.Any) || entry.Address.Equals(IPAddress.IPv6Any);
        for (var i = 0; i < entry.Host.Count; i++)
        {
            var mapping = new PortMapping
            {
                Protocol = entry.Protocol,
                HostPort = (ushort)(entry.Host.First + i),
                ContainerPort = (ushort)(entry.Container.First + i),
                Family = entry.Address?.AddressFamily,
                HostAddress = everyAddress ? null : entry.Address,
            };
            if (!seen.Add(mapping))
            {
                section.Invalid("hostPort", $"asks for {mapping} a second time; publish each port once");
                return;
            }

            mappings.Add(mapping);
        }
    }

    private readonly record struct Entry(PortRange Host, PortRange Container, TransportProtocol Protocol, IPAddress? Address);
}
