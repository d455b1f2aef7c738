using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CniChain.Host.Commands;

namespace CniChain.Host;

/// <summary>Operations with their steps as JSON, the newest first.</summary>
internal static class OperationsJson
{
    // Below what a frame of the wire holds; what does not fit is old.
    private const int MaxBytes = 3 << 20;

    public static byte[] Write(IEnumerable<TracedOperation> operations, bool indented = false) => JsonText.Write(
        json =>
        {
            json.WriteStartArray();
            foreach (var operation in operations)
            {
                Write(json, operation);
                if (json.BytesCommitted + json.BytesPending > MaxBytes)
                {
                    break;
                }
            }

            json.WriteEndArray();
        },
        indented);

    /// <exception cref="KeyNotFoundException">It is of another release.</exception>
    public static IReadOnlyList<TracedOperation> Read(JsonElement json) => [.. json.EnumerateArray().Select(ReadOperation)];

    private static void Write(Utf8JsonWriter json, TracedOperation operation)
    {
        json.WriteStartObject();
        json.WriteString("traceId", operation.TraceId);
        json.WriteString("verb", operation.Verb);
        json.WriteString("network", operation.Network);
        json.WriteString("containerID", operation.ContainerId);
        json.WriteString("ifname", operation.IfName);
        json.WriteString("pod", operation.Pod);
        json.WriteString("started", Format(operation.Started));
        json.WriteNumber("seconds", Seconds(operation.Duration));
        WriteError(json, operation.Error);
        json.WriteNumber("dropped", operation.Dropped);
        json.WriteList("spans", operation.Spans, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Span span)
    {
        json.WriteString("name", span.Name);
        json.WriteString("id", span.Id.ToHexString());
        json.WriteString("parent", span.ParentId == default ? "" : span.ParentId.ToHexString());
        json.WriteString("started", Format(span.Start));
        json.WriteNumber("seconds", Seconds(span.Duration));
        WriteError(json, span.Error);
        json.WriteList("details", span.Details);
    }

    private static TracedOperation ReadOperation(JsonElement json) => new()
    {
        TraceId = Text(json, "traceId"),
        Verb = Text(json, "verb"),
        Network = Text(json, "network"),
        ContainerId = Text(json, "containerID"),
        IfName = Text(json, "ifname"),
        Pod = Text(json, "pod"),
        Started = Time(json),
        Duration = Duration(json),
        Error = Error(json),
        Dropped = json.GetProperty("dropped").GetInt32(),
        Spans = [.. json.GetProperty("spans").EnumerateArray().Select(ReadSpan)],
    };

    private static Span ReadSpan(JsonElement json) => new(
        Text(json, "name"),
        Id(json, "id"),
        Id(json, "parent"),
        Time(json),
        Duration(json),
        Error(json))
    {
        Details = [.. json.GetProperty("details").EnumerateArray().Select(d => d.GetString()!)],
    };

    private static void WriteError(Utf8JsonWriter json, string? error)
    {
        if (error is not null)
        {
            json.WriteString("error", error);
        }
    }

    // No parent is written as no digits: the zeros that stand for it elsewhere do not parse.
    private static ActivitySpanId Id(JsonElement json, string key) =>
        Text(json, key) is { Length: > 0 } text ? ActivitySpanId.CreateFromString(text) : default;

    // Decimal: a double loses the last of the seven digits that a TimeSpan has.
    private static decimal Seconds(TimeSpan duration) => (decimal)duration.Ticks / TimeSpan.TicksPerSecond;

    private static TimeSpan Duration(JsonElement json) => TimeSpan.FromTicks((long)(json.GetProperty("seconds").GetDecimal() * TimeSpan.TicksPerSecond));

    private static string Format(DateTime time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTime Time(JsonElement json) =>
        DateTime.ParseExact(Text(json, "started"), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static string? Error(JsonElement json) => json.TryGetProperty("error", out var error) ? error.GetString() : null;

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString() ?? "";
}
