using System.Diagnostics.Metrics;
using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>The leases of one network, counted.</summary>
internal sealed class PoolFigure
{
    private readonly long[] _used;

    private PoolFigure(string network, IReadOnlyList<AddressRange> ranges)
    {
        Network = network;
        Ranges = ranges;
        _used = new long[ranges.Count];
    }

    public string Network { get; }

    public IReadOnlyList<AddressRange> Ranges { get; }

    /// <summary>All leases, those in none of the ranges too.</summary>
    public long Leases { get; private set; }

    /// <summary>Counts leases.</summary>
    public static PoolFigure Count(string network, IReadOnlyList<AddressRange> ranges, IReadOnlyList<IPAddress> leased)
    {
        var figure = new PoolFigure(network, ranges);
        figure.Add(leased, 1);
        return figure;
    }

    /// <summary>Adds leases, or takes them away.</summary>
    public void Add(IReadOnlyList<IPAddress> addresses, int by)
    {
        Leases += by * addresses.Count;
        foreach (var address in addresses)
        {
            for (var i = 0; i < _used.Length; i++)
            {
                if (Ranges[i].Contains(address))
                {
                    _used[i] += by;
                    break;
                }
            }
        }
    }

    /// <summary>A point for every range.</summary>
    public IEnumerable<Measurement<double>> Measure(Func<AddressRange, long, double> value)
    {
        for (var i = 0; i < _used.Length; i++)
        {
            yield return new Measurement<double>(
                value(Ranges[i], _used[i]),
                new KeyValuePair<string, object?>("cni.network", Network),
                new KeyValuePair<string, object?>("cni.ipam.range", Ranges[i].ToString()));
        }
    }
}
