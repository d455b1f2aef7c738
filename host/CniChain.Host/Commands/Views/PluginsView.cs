using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>The plugins of a host as a table, and below it why one of them cannot be used.</summary>
internal static class PluginsView
{
    public static void Write(Terminal terminal, JsonElement list, bool ofRunningHost)
    {
        var table = new FittedTable("Type", "State", "Version", "Contract", "Load time", "File") { Expendable = ["File"] };
        foreach (var plugin in list.GetProperty("plugins").EnumerateArray())
        {
            var types = string.Join('\n', plugin.GetProperty("types").EnumerateArray().Select(t => t.GetString()));
            var time = plugin.TryGetProperty("loadMs", out var ms) ? ms.GetDouble().ToString("0.0 ms", CultureInfo.InvariantCulture) : "";
            table.Add(types, Text(plugin, "state"), Text(plugin, "version"), Text(plugin, "contract"), time, Text(plugin, "file"));
        }

        table.Write(terminal.Output());
        terminal.Line(
            ofRunningHost ? $"as the running host has them (process {list.GetProperty("pid").GetInt32()})" : "no host runs: as they would be loaded now",
            "dim");
        foreach (var plugin in list.GetProperty("plugins").EnumerateArray().Where(p => p.GetProperty("leaving").GetInt32() > 0))
        {
            terminal.Line(
                string.Create(CultureInfo.InvariantCulture, $"{Text(plugin, "file")}: replaced versions still in memory: {plugin.GetProperty("leaving").GetInt32()}; ")
                    + "one that stays there has left a call, a thread or a timer",
                "dim");
        }

        foreach (var plugin in list.GetProperty("plugins").EnumerateArray().Where(p => Text(p, "problem").Length > 0))
        {
            terminal.Line($"{Text(plugin, "file")}: {Text(plugin, "problem")}", "red");
        }
    }

    private static string Text(JsonElement plugin, string key) => plugin.GetProperty(key).GetString() ?? "";
}
