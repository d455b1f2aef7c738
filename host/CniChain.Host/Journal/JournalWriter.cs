using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>An entry as the JSON a person can read; the inverse of <see cref="JournalReader"/>.</summary>
internal static class JournalWriter
{
    public const int Format = 1;

    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ReadOnlyMemory<byte> ToUtf8(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteString("boot", entry.BootId);
            writer.WriteString("created", entry.Created.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("state", StateName(entry.State));
            WriteSubject(writer, entry);
            WriteChain(writer, entry.Chain);
            WriteSteps(writer, entry.Steps);
            WriteResult(writer, "prevResult", entry.PrevResult);
            WriteResult(writer, "result", entry.Result);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static string StateName(JournalState state) => state switch
    {
        JournalState.Adding => "adding",
        JournalState.Done => "done",
        _ => "deleting",
    };

    private static void WriteSubject(Utf8JsonWriter writer, JournalEntry entry)
    {
        writer.WriteString("network", entry.Key.Attachment.Network);
        writer.WriteString("containerId", entry.Key.Attachment.ContainerId);
        writer.WriteString("ifName", entry.Key.Attachment.IfName);
        if (entry.Key.As is { } asType)
        {
            writer.WriteString("as", asType);
        }

        writer.WriteString("netns", entry.NetnsPath);
        writer.WriteNumber("netnsDevice", entry.NetnsIdentity.Device);
        writer.WriteNumber("netnsInode", entry.NetnsIdentity.Inode);
        writer.WriteString("args", entry.Args);
    }

    private static void WriteChain(Utf8JsonWriter writer, ChainDefinition chain)
    {
        writer.WriteStartObject("chain");
        writer.WriteString("cniVersion", chain.Version.ToString());
        writer.WriteString("source", chain.Source);
        if (chain.Args is { } args)
        {
            writer.WritePropertyName("args");
            args.WriteTo(writer);
        }

        writer.WriteStartArray("plugins");
        foreach (var entry in chain.Entries)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("verbatim", entry.Verbatim);
            writer.WritePropertyName("plugin");
            entry.Json.WriteTo(writer);
            entry.Runtime.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter writer, IReadOnlyList<JournalStep> steps)
    {
        writer.WriteStartArray("steps");
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            writer.WriteString("type", step.Type);
            writer.WriteString("state", step.Done ? "done" : "started");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>In the newest version, which loses nothing.</summary>
    private static void WriteResult(Utf8JsonWriter writer, string key, CniResult? result)
    {
        if (result is not null)
        {
            writer.WritePropertyName(key);
            CniResultWriter.Write(writer, result, CniVersion.V1_1_0);
        }
    }
}
