using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>Attachments as a table, or as JSON.</summary>
internal static class AttachmentsView
{
    public static void Write(
        Terminal terminal, IReadOnlyList<JournalAttachment> attachments, IReadOnlyList<UnknownAttachment> unknown, bool isChosen, DateTimeOffset now)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(AttachmentJson.Write(attachments, unknown));
            return;
        }

        if (attachments.Count == 0 && unknown.Count == 0)
        {
            terminal.Warn(isChosen ? "nothing that is attached is of that kind" : "nothing is attached");
            return;
        }

        if (attachments.Count > 0)
        {
            Table(attachments, now).Write(terminal.Output());
        }

        if (unknown.Count > 0)
        {
            terminal.Line("not in the journal:", "yellow");
            terminal.Output().Write(Table(unknown));
        }
    }

    private static FittedTable Table(IReadOnlyList<JournalAttachment> attachments, DateTimeOffset now)
    {
        const int State = 7;
        var table = new FittedTable("Network", "Container", "Interface", "Addresses", "Ports", "Age", "Owner", "State")
        {
            Expendable = ["Interface", "Owner", "Ports"],
        };
        foreach (var attachment in attachments)
        {
            table.AddStyled(
                State,
                StyleOf(attachment.State),
                attachment.Attachment.Network,
                ShortId(attachment.Attachment.ContainerId),
                attachment.Attachment.IfName,
                string.Join('\n', attachment.Addresses),
                string.Join('\n', attachment.Ports),
                Ages.Of(now - attachment.Created),
                attachment.Pod.Title ?? "",
                attachment.State);
        }

        return table;
    }

    private static Table Table(IReadOnlyList<UnknownAttachment> unknown)
    {
        var table = Tables.New("Network", "Container", "Interface", "Objects");
        foreach (var owner in unknown)
        {
            table.AddRow(
                new Text(owner.Network),
                new Text(owner.ContainerId is { } id ? ShortId(id) : "nobody"),
                new Text(owner.IfName ?? ""),
                new Text(string.Join('\n', owner.Objects.Select(o => $"{o.Kind} {o.Name} {o.Detail}".TrimEnd()))));
        }

        return table;
    }

    /// <summary>As docker and podman show ids, and cnitool's as long as these; names, which people chose, are shown whole.</summary>
    public static string ShortId(string id)
    {
        const int Shown = 12;
        var made = id.StartsWith(ContainerTarget.MadePrefix, StringComparison.Ordinal) ? ContainerTarget.MadePrefix.Length : 0;
        var isMade = id.Length - made is 64 or ContainerTarget.MadeDigits && (made > 0 || id.Length == 64);
        return isMade && !id.AsSpan(made).ContainsAnyExcept("0123456789abcdef") ? id[..(made + Shown)] : id;
    }

    public static Style StyleOf(string state) => state switch
    {
        "attached" => new Style(Color.Green),
        "gone" or "deleting" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
