using System.Diagnostics.Metrics;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>How many ports each network publishes: read from the kernel now and then, and added up in between.</summary>
/// <remarks>A table of 50,000 ports takes a tenth of a second to read, so not at every collection, and not while nobody collects.</remarks>
internal static class PortFigures
{
    private static readonly TimeSpan s_countAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<(ulong Device, ulong Inode), (long? At, Dictionary<string, long> Ports)> s_nodes = [];

    private static readonly Lazy<Instrument> s_ports = new(
        static () => PluginMeter.Meter.CreateObservableUpDownCounter("cni.portmap.ports", Measure, "{port}", "Published ports."));

    /// <summary>Counts a node's ports before there was an operation on it. The first one counts again: it may be under way by now.</summary>
    public static void Count(NftSocket nft, (ulong Device, ulong Inode) node)
    {
        if (!PluginMeter.IsOn || !s_ports.Value.Enabled)
        {
            return;
        }

        lock (s_nodes)
        {
            if (!s_nodes.ContainsKey(node))
            {
                s_nodes[node] = (null, CountAll(nft, []));
            }
        }
    }

    /// <summary>Elements were added, or removed.</summary>
    /// <param name="nft">The node's ruleset.</param>
    /// <param name="node">The node's namespace.</param>
    /// <param name="elements">The elements; those that are no port do not count.</param>
    /// <param name="by">1 when added, -1 when removed.</param>
    /// <param name="time">The clock.</param>
    public static void Changed(NftSocket nft, (ulong Device, ulong Inode) node, IReadOnlyList<PlannedElement> elements, int by, TimeProvider time)
    {
        if (!PluginMeter.IsOn || !s_ports.Value.Enabled)
        {
            return;
        }

        lock (s_nodes)
        {
            if (!s_nodes.TryGetValue(node, out var known) || known.At is not { } at || time.GetElapsedTime(at) > s_countAgainAfter)
            {
                s_nodes[node] = (time.GetTimestamp(), CountAll(nft, known.Ports?.Keys ?? Enumerable.Empty<string>()));
            }
            else
            {
                Add(known.Ports, elements, by);
            }
        }
    }

    /// <summary>A network that has lost its last port is reported with 0: who is told nothing shows the last number on.</summary>
    private static Dictionary<string, long> CountAll(NftSocket nft, IEnumerable<string> known)
    {
        var ports = known.ToDictionary(static n => n, static _ => 0L, StringComparer.Ordinal);
        Add(ports, new OwnedElements(nft).Everywhere(static _ => true), 1);
        return ports;
    }

    private static void Add(Dictionary<string, long> ports, IReadOnlyList<PlannedElement> elements, int by)
    {
        foreach (var (set, element) in elements)
        {
            if (IsPort(set) && element.Comment is { } tag && tag.IndexOf('/', StringComparison.Ordinal) is var end and > 0)
            {
                var network = tag[..end];
                ports[network] = ports.GetValueOrDefault(network) + by;
            }
        }
    }

    private static bool IsPort(NftSetRef set) =>
        IsPort(set, PortTable.V4) || IsPort(set, PortTable.V6);

    private static bool IsPort(NftSetRef set, FamilyMaps maps) =>
        set == maps.Ports || set == maps.HostPorts;

    private static List<Measurement<long>> Measure()
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        lock (s_nodes)
        {
            foreach (var (network, count) in s_nodes.Values.SelectMany(static n => n.Ports))
            {
                sums[network] = sums.GetValueOrDefault(network) + count;
            }
        }

        return [.. sums.Select(static n => new Measurement<long>(n.Value, new KeyValuePair<string, object?>("cni.network", n.Key)))];
    }
}
