using System.Text.Json;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>A network's attachments, which are kept and which are gone; and the objects that go with these, or that nobody knows.</summary>
internal static class GcView
{
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
            Attachments(known).Write(terminal.Output());
        }

        if (objects.Count == 0)
        {
            terminal.Line("nothing is left of containers that are gone", "green");
        }
        else
        {
            Objects(objects).Write(terminal.Output());
        }
    }

    private static FittedTable Attachments(IReadOnlyList<KnownAttachment> known)
    {
        var table = new FittedTable("", "Container", "Interface", "Namespace", "Noted by") { Expendable = ["Noted by"] };
        foreach (var a in known)
        {
            table.AddStyled(
                0,
                new Style(a.IsLive ? Color.Green : Color.Yellow),
                a.IsLive ? "kept" : "gone",
                AttachmentsView.ShortId(a.Attachment.ContainerId),
                a.Attachment.IfName,
                a.NetnsPath,
                a.NotedBy);
        }

        return table;
    }

    private static FittedTable Objects(IReadOnlyList<StaleObject> objects)
    {
        var table = new FittedTable("", "Plugin", "Kind", "Object", "Container", "Interface") { Expendable = ["Interface", "Plugin"] };
        foreach (var (plugin, held, outcome) in objects)
        {
            var (word, color) = Word(outcome);
            table.AddStyled(
                0,
                new Style(color),
                word,
                plugin,
                held.Kind,
                held.Detail.Length > 0 ? $"{held.Name} {held.Detail}" : held.Name,
                held.ContainerId is { } id ? AttachmentsView.ShortId(id) : "nobody",
                held.IfName ?? "");
        }

        return table;
    }

    private static (string Text, Color Color) Word(GcOutcome outcome) => outcome switch
    {
        GcOutcome.Found => ("would go", Color.Yellow),
        GcOutcome.Removed => ("removed", Color.Green),
        _ => ("left", Color.Red),
    };

    private static byte[] ToJson(IReadOnlyList<KnownAttachment> known, IReadOnlyList<StaleObject> objects) => JsonText.WriteObject(
        json =>
        {
            json.WriteList("attachments", known, Write);
            json.WriteList("objects", objects, GcReply.WriteMembers);
        },
        indented: true);

    private static void Write(Utf8JsonWriter json, KnownAttachment known)
    {
        json.WriteString("containerID", known.Attachment.ContainerId);
        json.WriteString("ifname", known.Attachment.IfName);
        json.WriteString("netns", known.NetnsPath);
        json.WriteBoolean("live", known.IsLive);
        json.WriteString("notedBy", known.NotedBy);
    }
}
