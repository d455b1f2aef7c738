using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>Attachments as a table, or as JSON.</summary>
internal static class AttachmentsView
{
    public static void Write(Terminal terminal, IReadOnlyList<JournalAttachment> attachments, DateTimeOffset now)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(AttachmentJson.Write(attachments));
            return;
        }

        if (attachments.Count == 0)
        {
            terminal.Warn("nothing is attached");
            return;
        }

        var table = Tables.New("Network", "Container", "Interface", "Addresses", "Ports", "Age", "Owner", "State");
        foreach (var attachment in attachments)
        {
            table.AddRow(
                new Text(attachment.Attachment.Network),
                new Text(ShortId(attachment.Attachment.ContainerId)),
                new Text(attachment.Attachment.IfName),
                new Text(string.Join('\n', attachment.Addresses)),
                new Text(string.Join('\n', attachment.Ports)),
                new Text(Ages.Of(now - attachment.Created)),
                new Text(attachment.Pod.Title ?? ""),
                new Text(attachment.State, StyleOf(attachment.State)));
        }

        terminal.Output().Write(table);
    }

    /// <summary>As docker and podman show ids; names, which people chose, are shown whole.</summary>
    public static string ShortId(string id) => id.Length == 64 && !id.AsSpan().ContainsAnyExcept("0123456789abcdef") ? id[..12] : id;

    public static Style StyleOf(string state) => state switch
    {
        "attached" => new Style(Color.Green),
        "gone" or "deleting" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
