using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>
/// An entry as lines of JSON: the first is the entry as it was then, each one behind it where the attachment stands since. The inverse of
/// <see cref="JournalReader"/>.
/// </summary>
internal static class JournalWriter
{
    public const int Format = 2;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line of a file.</summary>
    public static ReadOnlyMemory<byte> Entry(JournalEntry entry) => Line(2048, writer =>
    {
        writer.WriteNumber("format", Format);
        writer.WriteString("boot", entry.BootId);
        writer.WriteString("created", entry.Created.ToString("O", CultureInfo.InvariantCulture));
        WriteSubject(writer, entry);
        WriteChain(writer, entry.Chain);
        WriteResult(writer, "prevResult", entry.PrevResult);
        WriteProgress(writer, entry);
        WriteResult(writer, "result", entry.Result);
    });

    /// <summary>A line behind it.</summary>
    /// <param name="before">What the file says already.</param>
    /// <param name="entry">The same attachment, further on.</param>
    public static ReadOnlyMemory<byte> Change(JournalEntry before, JournalEntry entry) => Line(1024, writer =>
    {
        WriteProgress(writer, entry);
        WriteResult(writer, "result", ReferenceEquals(entry.Result, before.Result) ? null : entry.Result);
    });

    public static string StateName(JournalState state) => state switch
    {
        JournalState.Adding => "adding",
        JournalState.Done => "done",
        _ => "deleting",
    };

    private static ReadOnlyMemory<byte> Line(int sizeHint, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(sizeHint);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static void WriteProgress(Utf8JsonWriter writer, JournalEntry entry)
    {
        writer.WriteString("state", StateName(entry.State));
        WriteSteps(writer, entry.Steps);
    }

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
