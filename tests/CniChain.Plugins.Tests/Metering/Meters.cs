using System.Diagnostics.Metrics;

namespace CniChain.Plugins.Tests.Metering;

/// <summary>Reads a plugin's instruments as the host's exporter would, without it.</summary>
internal sealed class Meters : IDisposable
{
    private readonly string _network;
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Begins to listen.</summary>
    /// <param name="network">The network whose points count; other tests' run beside.</param>
    public Meters(string network)
    {
        _network = network;
        AppContext.SetSwitch("CniChain.Metrics", true);
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("CniChain.Plugins.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>
    /// The values as "name[ range or kind]": of observable instruments the present one, of counters the sum since the beginning; nothing
    /// where no point was made.
    /// </summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        lock (_values)
        {
            foreach (var name in _values.Keys.Where(n => !n.StartsWith("cni.gc.", StringComparison.Ordinal)).ToArray())
            {
                _values.Remove(name);
            }
        }

        _listener.RecordObservableInstruments();
        lock (_values)
        {
            return new SortedDictionary<string, double>(_values, StringComparer.Ordinal);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        var network = "";
        foreach (var (key, text) in tags)
        {
            if (key == "cni.network")
            {
                network = (string)text!;
            }
            else
            {
                name += $" {text}";
            }
        }

        if (network != _network)
        {
            return;
        }

        lock (_values)
        {
            _values[name] = _values.GetValueOrDefault(name) + value;
        }
    }
}
