using System.Text.Json;

namespace CniChain.Host;

/// <summary><see cref="HostFigures"/> as JSON.</summary>
internal static class FiguresJson
{
    public static byte[] Write(HostFigures figures, bool indented = false) => JsonText.WriteObject(
        json =>
        {
            json.WriteNumber("uptimeSeconds", Math.Round(figures.Uptime.TotalSeconds, 3));
            json.WriteNumber("running", figures.Running);
            json.WriteNumber("waiting", figures.Waiting);
            json.WriteList("operations", figures.Operations, static (json, operation) =>
            {
                json.WriteString("network", operation.Key.Network);
                json.WriteString("verb", operation.Key.Verb);
                Write(json, operation.Value);
            });
            json.WriteList("steps", figures.Steps, static (json, step) =>
            {
                json.WriteString("network", step.Key.Network);
                json.WriteString("verb", step.Key.Verb);
                json.WriteString("name", step.Key.Name);
                Write(json, step.Value);
            });
        },
        indented);

    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="KeyNotFoundException">It is of another release.</exception>
    public static HostFigures Read(JsonElement json) => new(
        json.GetProperty("steps").EnumerateArray().ToDictionary(s => (Text(s, "network"), Text(s, "verb"), Text(s, "name")), ReadFigure),
        json.GetProperty("operations").EnumerateArray().ToDictionary(o => (Text(o, "network"), Text(o, "verb")), ReadFigure))
    {
        Uptime = TimeSpan.FromSeconds(json.GetProperty("uptimeSeconds").GetDouble()),
        Running = json.GetProperty("running").GetInt32(),
        Waiting = json.GetProperty("waiting").GetInt32(),
    };

    private static void Write(Utf8JsonWriter json, StepFigure figure)
    {
        json.WriteNumber("count", figure.Count);
        json.WriteNumber("errors", figure.Errors);
        json.WriteNumber("seconds", figure.Seconds);
        json.WriteNumber("max", figure.Max);
        json.WriteNumber("p50", figure.Percentile(0.5));
        json.WriteNumber("p95", figure.Percentile(0.95));
        json.WriteStartArray("buckets");
        foreach (var n in figure.Buckets)
        {
            json.WriteNumberValue(n);
        }

        json.WriteEndArray();
    }

    private static StepFigure ReadFigure(JsonElement json) => new(
        json.GetProperty("count").GetInt64(),
        json.GetProperty("errors").GetInt64(),
        json.GetProperty("seconds").GetDouble(),
        json.GetProperty("max").GetDouble(),
        [.. json.GetProperty("buckets").EnumerateArray().Select(n => n.GetInt64())]);

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString() ?? "";
}
