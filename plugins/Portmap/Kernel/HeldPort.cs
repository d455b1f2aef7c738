using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>An element of the table, as GC's list shows it.</summary>
internal static class HeldPort
{
    private static readonly Dictionary<NftSetRef, NftDataType[]> s_keys = new[] { PortTable.V4, PortTable.V6 }
        .SelectMany(static maps => maps.Definitions())
        .ToDictionary(static set => set.Reference, static set => set.Key);

    public static Held<PlannedElement> Describe(PlannedElement planned, NetworkOwners owners)
    {
        var (set, element) = planned;
        var key = element.Key.As(s_keys.GetValueOrDefault(set) ?? [NftDataType.InterfaceName]);
        return new(owners.Describe("nft element", $"{set} {key}", element.Comment!, Target(set, element)), planned);
    }

    /// <summary>Where a translation leads.</summary>
    private static string Target(NftSetRef set, NftElement element)
    {
        var maps = Array.Find([PortTable.V4, PortTable.V6], maps => set == maps.Ports || set == maps.HostPorts);
        if (maps is null || element.Data is not { Verdict: null, Value: var value })
        {
            return "";
        }

        var port = value.ReadPort(maps.Family == AddressFamily.InterNetworkV6 ? 16 : 4);
        return $"to {new IPEndPoint(value.ReadAddress(0, maps.Family), port)}";
    }
}
