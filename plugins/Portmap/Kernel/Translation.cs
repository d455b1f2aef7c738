using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>A translation as the kernel has it.</summary>
/// <param name="Protocol">The IP protocol's number.</param>
/// <param name="HostAddress">The node's address; null for every one.</param>
/// <param name="HostPort">The node's port.</param>
/// <param name="Container">The container's address.</param>
/// <param name="ContainerPort">The container's port.</param>
internal sealed record Translation(byte Protocol, IPAddress? HostAddress, ushort HostPort, IPAddress Container, ushort ContainerPort)
{
    private const int RegisterSize = 4;

    /// <summary>Reads an element of ports or hostports; null for one of another map.</summary>
    public static Translation? Read(PlannedElement owned)
    {
        foreach (var maps in (ReadOnlySpan<FamilyMaps>)[PortTable.V4, PortTable.V6])
        {
            if (owned.Set == maps.Ports)
            {
                return Read(owned.Element, maps.Family, null, 0);
            }

            if (owned.Set == maps.HostPorts)
            {
                return Read(owned.Element, maps.Family, owned.Element.Key.ReadAddress(0, maps.Family), AddressSize(maps.Family));
            }
        }

        return null;
    }

    private static Translation Read(NftElement element, AddressFamily family, IPAddress? hostAddress, int offset)
    {
        var data = element.Data!.Value.Value;
        return new Translation(
            element.Key.Bytes[offset],
            hostAddress,
            element.Key.ReadPort(offset + RegisterSize),
            data.ReadAddress(0, family),
            data.ReadPort(AddressSize(family)));
    }

    private static int AddressSize(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? 16 : RegisterSize;
}
