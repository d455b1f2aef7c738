using System.Reflection;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>A host's plugins for programs, and for the command line of another process.</summary>
internal static class PluginsJson
{
    public static byte[] ToUtf8(IReadOnlyList<PluginListing> plugins) => JsonText.WriteObject(
        json =>
        {
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("contract", Contract.HostVersion.ToString());
            json.WriteList("plugins", plugins.OrderBy(static p => p.File.Types.FirstOrDefault() ?? p.File.Path, StringComparer.Ordinal), Write);
        },
        indented: false);

    private static void Write(Utf8JsonWriter writer, PluginListing plugin)
    {
        writer.WriteList("types", plugin.File.Types);
        writer.WriteString("file", plugin.File.Path);
        writer.WriteString("version", VersionOf(plugin.File.Path));
        writer.WriteString("contract", plugin.File.Contract?.ToString());
        writer.WriteString("state", PluginState.Of(plugin));
        if (plugin.Loaded is { } loaded)
        {
            writer.WriteString("loaded", loaded.Loaded);
            writer.WriteNumber("loadMs", Math.Round(loaded.LoadTime.TotalMilliseconds, 1));
            writer.WriteNumber("uses", loaded.Uses);
        }

        writer.WriteNumber("leaving", plugin.Leaving);
        writer.WriteString("problem", plugin.Problem?.Message);
    }

    /// <summary>The assembly's version, read without loading it; null when the file is no assembly.</summary>
    private static string? VersionOf(string file)
    {
        try
        {
            return AssemblyName.GetAssemblyName(file).Version?.ToString(3);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException or ArgumentException)
        {
            // The listing's problem says more.
            return null;
        }
    }
}
