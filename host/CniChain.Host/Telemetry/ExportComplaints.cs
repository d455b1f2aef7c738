using System.Diagnostics.Tracing;
using System.Globalization;

namespace CniChain.Host;

/// <summary>What the OTLP exporter has to complain about. It tells nobody but its event source.</summary>
internal sealed class ExportComplaints : EventListener
{
    private const string ExporterSource = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private string? _first;

    /// <summary>The first complaint, one line; null when there is none.</summary>
    public string? First => Volatile.Read(ref _first);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == ExporterSource)
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var arguments = eventData.Payload is { } payload ? new object?[payload.Count] : [];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = FirstLine(eventData.Payload![i]?.ToString());
        }

        var text = eventData.Message is { } message
            ? string.Format(CultureInfo.InvariantCulture, message, arguments)
            : string.Join(' ', arguments);
        Interlocked.CompareExchange(ref _first, FirstLine(text), null);
    }

    private static string FirstLine(string? text)
    {
        var line = (text ?? "").AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        return new string(end < 0 ? line : line[..end]);
    }
}
