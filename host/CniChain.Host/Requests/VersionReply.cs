using System.Buffers;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>The answer to VERSION (specification 1.1.0, section 2): compact, with a final newline, as skel prints it.</summary>
internal static class VersionReply
{
    /// <summary>Writes it.</summary>
    /// <param name="config">Stdin; its cniVersion is echoed. Whatever is wrong with it is no error here.</param>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlySpan<byte> config)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("cniVersion", Asked(config) ?? CniVersion.V1_1_0.ToString());
            writer.WriteStartArray("supportedVersions");
            foreach (var version in CniVersion.Supported)
            {
                writer.WriteStringValue(version.ToString());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static string? Asked(ReadOnlySpan<byte> config)
    {
        try
        {
            return !config.IsEmpty
                && JsonKeys.TryGet(JsonElement.Parse(config), "cniVersion", out var version)
                && version.ValueKind == JsonValueKind.String
                && CniVersion.TryParse(version.GetString(), out var parsed)
                    ? parsed.ToString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
