using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>The resident host, in a few lines for a person.</summary>
internal static class HostView
{
    private const double MiB = 1024 * 1024;

    public static void Write(Terminal terminal, JsonElement status)
    {
        Line("process", Number("pid"));
        Line("version", status.GetProperty("version").GetString());
        Line("up", Ages.Of(TimeSpan.FromSeconds(status.GetProperty("uptimeSeconds").GetDouble())));
        Line("requests", $"{Number("requests")}, of which {Number("running")} run and {Number("waiting")} wait for their turn");
        Line("memory", string.Create(CultureInfo.InvariantCulture, $"{status.GetProperty("workingSetBytes").GetInt64() / MiB:0.0} MiB"));

        string Number(string key) => status.GetProperty(key).GetInt64().ToString(CultureInfo.InvariantCulture);

        void Line(string name, string? value) => terminal.Line($"{name,-9} {value}");
    }
}
