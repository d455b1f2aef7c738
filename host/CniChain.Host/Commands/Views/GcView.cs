using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>A network's attachments, which are kept and which are gone; and the objects that go with these, or that nobody knows.</summary>
internal static class GcView
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, IndentSize = 4, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Terminal terminal, IReadOnlyList<KnownAttachment> known, IReadOnlyList<StaleObject> objects)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(ToJson(known, objects));
            return;
        }

        if (known.Count == 0)
        {
            terminal.Line("no attachment is known");
        }
        else
        {
            terminal.Output().Write(Attachments(known));
        }

        if (objects.Count == 0)
        {
            terminal.Line("nothing is left of containers that are gone", "green");
        }
        else
        {
            terminal.Output().Write(Objects(objects));
        }
    }

    private static Table Attachments(IReadOnlyList<KnownAttachment> known)
    {
        var table = Tables.New("", "Container", "Interface", "Namespace", "Noted by");
        foreach (var a in known)
        {
            table.AddRow(
                a.IsLive ? new Markup("[green]kept[/]") : new Markup("[yellow]gone[/]"),
                new Text(a.Attachment.ContainerId),
                new Text(a.Attachment.IfName),
                new Text(a.NetnsPath),
                new Text(a.NotedBy));
        }

        return table;
    }

    private static Table Objects(IReadOnlyList<StaleObject> objects)
    {
        var table = Tables.New("", "Plugin", "Kind", "Object", "Container", "Interface");
        foreach (var (plugin, held, outcome) in objects)
        {
            table.AddRow(
                new Markup(Word(outcome)),
                new Text(plugin),
                new Text(held.Kind),
                new Text(held.Detail.Length > 0 ? $"{held.Name} {held.Detail}" : held.Name),
                new Text(held.ContainerId ?? "nobody"),
                new Text(held.IfName ?? ""));
        }

        return table;
    }

    private static string Word(GcOutcome outcome) => outcome switch
    {
        GcOutcome.Found => "[yellow]would go[/]",
        GcOutcome.Removed => "[green]removed[/]",
        _ => "[red]left[/]",
    };

    private static ReadOnlySpan<byte> ToJson(IReadOnlyList<KnownAttachment> known, IReadOnlyList<StaleObject> objects)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("attachments");
            foreach (var a in known)
            {
                writer.WriteStartObject();
                writer.WriteString("containerID", a.Attachment.ContainerId);
                writer.WriteString("ifname", a.Attachment.IfName);
                writer.WriteString("netns", a.NetnsPath);
                writer.WriteBoolean("live", a.IsLive);
                writer.WriteString("notedBy", a.NotedBy);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WritePropertyName("objects");
            GcReply.Write(writer, objects);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
