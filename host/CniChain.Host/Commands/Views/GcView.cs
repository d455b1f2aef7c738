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
