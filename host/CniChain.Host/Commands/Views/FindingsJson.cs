using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CniChain.Host.Validation;

namespace CniChain.Host.Commands;

/// <summary>What validation found, for programs.</summary>
internal static class FindingsJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlySpan<byte> ToUtf8(string file, ListCheck check)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("valid", check.IsValid);
            writer.WriteStartArray("findings");
            check.Findings.ForEach(finding => Write(writer, finding));
            writer.WriteEndArray();
            writer.WriteStartArray("plugins");
            check.Plugins.ForEach(plugin => Write(writer, plugin));
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        writer.WriteString("file", finding.File);
        if (finding.Place is { } place)
        {
            writer.WriteNumber("line", place.Line);
            writer.WriteNumber("column", place.Column);
        }

        writer.WriteString("path", finding.Path);
        writer.WriteString("message", finding.Message);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CheckedPlugin plugin)
    {
        writer.WriteStartObject();
        writer.WriteString("file", plugin.File);
        writer.WriteString("path", plugin.Path);
        writer.WriteString("type", plugin.Type);
        writer.WriteString("location", plugin.Location);
        writer.WriteBoolean("checked", plugin.IsChecked);
        writer.WriteEndObject();
    }
}
