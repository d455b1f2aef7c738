using System.Buffers;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>A host's plugins for programs, and for the command line of another process.</summary>
internal static class PluginsJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToUtf8(IReadOnlyList<PluginListing> plugins)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteString("contract", Contract.HostVersion.ToString());
            writer.WriteStartArray("plugins");
            foreach (var plugin in plugins.OrderBy(static p => p.File.Types.FirstOrDefault() ?? p.File.Path, StringComparer.Ordinal))
            {
                Write(writer, plugin);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, PluginListing plugin)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("types");
        foreach (var type in plugin.File.Types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
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
        writer.WriteEndObject();
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
