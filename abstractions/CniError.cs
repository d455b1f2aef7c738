using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain;

/// <summary>An error as it stands on a plugin's stdout (CNI specification 1.1.0, section 5, "Error").</summary>
public static class CniError
{
    private static readonly JsonWriterOptions Pretty = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an error as UTF-8, indented by four blanks, without a final newline.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="version">The version of the configuration; null when it is not known, which leaves the key out.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToUtf8(CniException error, CniVersion? version)
    {
        ArgumentNullException.ThrowIfNull(error);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Pretty))
        {
            writer.WriteStartObject();
            if (version is { } v)
            {
                writer.WriteString("cniVersion", v.ToString());
            }

            writer.WriteNumber("code", (int)error.Code);
            writer.WriteString("msg", error.Message);
            if (!string.IsNullOrEmpty(error.Details))
            {
                writer.WriteString("details", error.Details);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an error that an executed plugin wrote.</summary>
    /// <param name="json">The object.</param>
    /// <returns>The failure; null when the object has no numeric "code" and so is no error.</returns>
    public static CniException? Read(JsonElement json)
    {
        if (!JsonKeys.TryGet(json, "code", out var code) || code.ValueKind != JsonValueKind.Number || !code.TryGetInt32(out var number))
        {
            return null;
        }

        return new CniException((CniErrorCode)number, Text(json, "msg") ?? "the plugin gave no message", Text(json, "details"));
    }

    private static string? Text(JsonElement json, string key) =>
        JsonKeys.TryGet(json, key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
