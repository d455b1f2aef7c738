using System.Buffers;
using System.Text.Json;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>A network's attachments: which are kept, which go.</summary>
internal static class KnownAttachmentsView
{
    public static void Write(Terminal terminal, IReadOnlyList<KnownAttachment> known)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(ToJson(known));
            return;
        }

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

        if (known.Count == 0)
        {
            terminal.Line("no attachment is known; what is left of earlier ones goes");
        }
        else
        {
            terminal.Output().Write(table);
        }
    }

    private static ReadOnlySpan<byte> ToJson(IReadOnlyList<KnownAttachment> known)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 4 }))
        {
            writer.WriteStartArray();
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
        }

        return buffer.WrittenSpan;
    }
}
