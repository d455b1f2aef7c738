using System.Diagnostics.Metrics;
using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>How many leases each network and each of its ranges has, kept by adding up rather than by reading the folder every time.</summary>
/// <remarks>
/// The names in the folder are read once for a network, and again when somebody else has changed it, which the index of leases (<see cref="LeaseIndex"/>) notices.
/// Under the folder's lock, like everything that changes leases.
/// </remarks>
internal static class PoolFigures
{
    private static readonly Dictionary<string, PoolFigure> s_pools = new(StringComparer.Ordinal);

    private static readonly Lazy<Instrument> s_used = new(static () =>
    {
        var meter = PluginMeter.Meter;
        meter.CreateObservableUpDownCounter("cni.ipam.leases", Leases, "{lease}", "Leases of a network.");
        meter.CreateObservableUpDownCounter("cni.ipam.pool.size", Sizes, "{address}", "Addresses a range can hand out.");
        return meter.CreateObservableUpDownCounter("cni.ipam.pool.used", Used, "{address}", "Leases in a range.");
    });

    /// <summary>Leases were taken, or given back.</summary>
    /// <param name="leases">The locked folder.</param>
    /// <param name="config">The network; without ranges, those of the call before count.</param>
    /// <param name="changed">The addresses.</param>
    /// <param name="by">1 when taken, -1 when given back.</param>
    /// <param name="isStale">Others have changed the folder, so it has to be read.</param>
    public static void Changed(LeaseFolder leases, HostLocalConfig config, IReadOnlyList<IPAddress> changed, int by, bool isStale)
    {
        if (!PluginMeter.IsOn || !s_used.Value.Enabled)
        {
            return;
        }

        lock (s_pools)
        {
            var known = s_pools.GetValueOrDefault(leases.Path);
            var ranges = config.Sets.Count > 0 ? [.. config.Sets.SelectMany(static s => s.Ranges)] : known?.Ranges ?? [];
            if (isStale || known is null || !known.Ranges.SequenceEqual(ranges))
            {
                s_pools[leases.Path] = PoolFigure.Count(config.Network, ranges, leases.Addresses());
            }
            else
            {
                known.Add(changed, by);
            }
        }
    }

    private static List<Measurement<long>> Leases() =>
        Measure<long>(static p => [new Measurement<long>(p.Leases, new KeyValuePair<string, object?>("cni.network", p.Network))]);

    private static List<Measurement<double>> Sizes() => Measure<double>(static p => p.Measure(static (range, _) => (double)range.Count));

    private static List<Measurement<double>> Used() => Measure<double>(static p => p.Measure(static (_, used) => used));

    private static List<Measurement<T>> Measure<T>(Func<PoolFigure, IEnumerable<Measurement<T>>> measure)
        where T : struct
    {
        lock (s_pools)
        {
            return [.. s_pools.Values.SelectMany(measure)];
        }
    }
}
