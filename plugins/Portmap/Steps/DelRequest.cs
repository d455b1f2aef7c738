using System.Net;
using CniChain.Plugins.Portmap.Configuration;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>What a DEL knows of the ADD before it, which may be little: runtimes repeat DEL without prevResult or mappings.</summary>
internal sealed record DelRequest
{
    /// <summary>Whose elements go.</summary>
    public required string OwnerTag { get; init; }

    /// <summary>What was published, as far as known.</summary>
    public required IReadOnlyList<PortMapping> Mappings { get; init; }

    /// <summary>The container's addresses, as far as known.</summary>
    public required IReadOnlyList<IPAddress> Containers { get; init; }

    /// <summary>The host's interfaces that the chain made or used, as far as known.</summary>
    public required IReadOnlyList<string> HostInterfaces { get; init; }

    /// <summary>Whether a look at the places named here finds everything: mappings and prevResult are both there.</summary>
    public bool IsComplete => Mappings.Count > 0 && Containers.Count > 0;

    /// <summary>Reads it; a configuration that is not valid any more is no obstacle.</summary>
    public static DelRequest Read(CniContext context)
    {
        var attachment = context.RequireAttachment();
        var addresses = ContainerAddresses.Find(context.PrevResult ?? CniResult.Empty, attachment.IfName);
        var containers = new List<IPAddress>(2);
        foreach (var address in (ReadOnlySpan<IpPrefix?>)[addresses.V4, addresses.V6])
        {
            if (address is { } prefix)
            {
                containers.Add(prefix.Address);
            }
        }

        return new DelRequest
        {
            OwnerTag = attachment.OwnerTag,
            Mappings = ReadMappings(context),
            Containers = containers,
            HostInterfaces = ReadHostInterfaces(context.PrevResult),
        };
    }

    private static IReadOnlyList<PortMapping> ReadMappings(CniContext context)
    {
        try
        {
            return context.Config.Read(PortMappingReader.Read);
        }
        catch (CniException e)
        {
            context.Log.Warn($"{e.Message}; looking for the attachment's ports in the kernel instead");
            return [];
        }
    }

    private static List<string> ReadHostInterfaces(CniResult? result)
    {
        var names = new List<string>();
        foreach (var link in result?.Interfaces ?? [])
        {
            if (string.IsNullOrEmpty(link.Sandbox) && CniNames.ExplainInterfaceName(link.Name) is null)
            {
                names.Add(link.Name);
            }
        }

        return names;
    }
}
