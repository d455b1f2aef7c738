using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>JSON documents for programs: indented as results are when they come from the command line, without a blank over the socket.</summary>
internal static class JsonText
{
    // Not escaped beyond what JSON asks for: nothing here goes into a web page, and a message is to be read.
    private static readonly JsonWriterOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_indented = s_compact with { Indented = true, IndentSize = 4 };

    /// <summary>Writes a document.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, indented ? s_indented : s_compact))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a document that is an object.</summary>
    public static byte[] WriteObject(Action<Utf8JsonWriter> writeMembers, bool indented) => Write(
        json =>
        {
            json.WriteStartObject();
            writeMembers(json);
            json.WriteEndObject();
        },
        indented);

    /// <summary>Writes a document that is a list of objects.</summary>
    public static byte[] WriteList<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers, bool indented) => Write(
        json =>
        {
            json.WriteStartArray();
            json.WriteItems(items, writeMembers);
            json.WriteEndArray();
        },
        indented);

    /// <summary>The same document with line breaks, for what came over the socket without.</summary>
    public static byte[] Indent(JsonElement document) => Write(document.WriteTo, indented: true);

    /// <summary>A member that is a list of objects.</summary>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        json.WriteStartArray(name);
        json.WriteItems(items, writeMembers);
        json.WriteEndArray();
    }

    /// <summary>A member that is a list of strings.</summary>
    public static void WriteList(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Objects, into a list that is open.</summary>
    public static void WriteItems<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(json, item);
            json.WriteEndObject();
        }
    }
}
