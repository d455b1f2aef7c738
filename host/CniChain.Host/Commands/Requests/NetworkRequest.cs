using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>The configuration of the one request that a whole network becomes.</summary>
/// <remarks>
/// A network whose only plugin is cnichain: that entry, as a runtime derives it (specification 1.1.0, section 3). Any other network: an
/// entry of our own with its plugins as the chain, so that an executable is run only for what is not a plugin of ours.
/// </remarks>
internal static class NetworkRequest
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What a runtime writes itself, whatever the file has there.
    private static readonly string[] s_derived = ["name", "cniVersion", "runtimeConfig", "prevResult"];

    /// <summary>Writes it.</summary>
    /// <param name="list">The network.</param>
    /// <param name="version">The version to ask in.</param>
    /// <param name="arguments">The capability arguments.</param>
    /// <param name="valid">GC's list; null for other verbs.</param>
    /// <param name="dryRun">REPAIR and GC: only say what would be done; null for no report of GC at all.</param>
    public static byte[] Write(
        NetworkList list, CniVersion version, RuntimeArguments arguments, IReadOnlyList<Attachment>? valid = null, bool? dryRun = null)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("cniVersion", version.ToString());
            writer.WriteString("name", list.Name);
            if (list.IsOurs)
            {
                CopyEntry(writer, list.Plugins[0]);
            }
            else
            {
                WriteChain(writer, list);
            }

            arguments.Write(writer);
            if (valid is not null)
            {
                GcList.Write(writer, valid);
            }

            if (dryRun is { } value)
            {
                writer.WriteBoolean(RepairRequest.DryRunKey, value);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void CopyEntry(Utf8JsonWriter writer, JsonElement entry)
    {
        foreach (var member in entry.EnumerateObject())
        {
            if (!s_derived.Contains(member.Name, StringComparer.OrdinalIgnoreCase)
                && !member.Name.StartsWith("cni.dev/", StringComparison.OrdinalIgnoreCase))
            {
                member.WriteTo(writer);
            }
        }
    }

    private static void WriteChain(Utf8JsonWriter writer, NetworkList list)
    {
        writer.WriteString("type", NetworkList.OwnType);
        writer.WriteStartObject("capabilities");
        foreach (var name in list.Capabilities)
        {
            writer.WriteBoolean(name, true);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("chain");
        foreach (var plugin in list.Plugins)
        {
            plugin.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
