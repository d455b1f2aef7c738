using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary>The attachments in the journal, read without a host.</summary>
internal static class JournalView
{
    /// <summary>All of them, by network, container and interface.</summary>
    /// <param name="context">Where the journal lies.</param>
    /// <param name="network">One network's only; null for all.</param>
    /// <param name="warn">Told of files that cannot be read.</param>
    public static IReadOnlyList<JournalAttachment> Read(CommandContext context, string? network, Action<string> warn)
    {
        var entries = Journal(context).List(network, out var unreadable);
        foreach (var file in unreadable)
        {
            warn($"{file} cannot be read; cnichain gc of its network removes what it describes");
        }

        var boot = BootId.Read();
        return
        [
            .. entries
                .GroupBy(e => e.Key.Attachment)
                .Select(group => Merge([.. group.OrderBy(e => e.Created)], boot))
                .OrderBy(a => a.Attachment.Network, StringComparer.Ordinal)
                .ThenBy(a => a.Attachment.ContainerId, StringComparer.Ordinal)
                .ThenBy(a => a.Attachment.IfName, StringComparer.Ordinal),
        ];
    }

    /// <summary>The containers' ids, for completion.</summary>
    public static IEnumerable<string> ContainerIds(CommandContext context) => Names(context, a => a.ContainerId);

    /// <summary>The networks' names, for completion.</summary>
    public static IEnumerable<string> Networks(CommandContext context) => Names(context, a => a.Network);

    private static IEnumerable<string> Names(CommandContext context, Func<Attachment, string> name)
    {
        try
        {
            return Journal(context).List(null, out _).Select(e => name(e.Key.Attachment)).Distinct(StringComparer.Ordinal);
        }
        catch (CniException)
        {
            // Only root may look: a shell's completion is no place to say so.
            return [];
        }
    }

    private static AttachmentJournal Journal(CommandContext context) =>
        new(context.HostOptions, new StderrLog(context.PluginError));

    /// <summary>Several entries of one attachment are plugins that a runtime called one by one; the last has the final result.</summary>
    private static JournalAttachment Merge(JournalEntry[] entries, string boot)
    {
        var last = entries[^1];
        return new JournalAttachment
        {
            Attachment = last.Key.Attachment,
            State = StateOf(entries, boot),
            NetnsPath = last.NetnsPath,
            NetnsIdentity = last.NetnsIdentity,
            Created = entries[0].Created,
            Pod = PodArgs.Read(last.Args),
            Plugins = [.. entries.SelectMany(e => e.Chain.Entries).Select(e => e.Type)],
            Ports = [.. entries.SelectMany(e => e.Chain.Entries).SelectMany(PortsOf).Distinct()],
            Result = last.Result ?? last.PrevResult,
        };
    }

    private static IReadOnlyList<PublishedPort> PortsOf(ChainEntry entry) =>
        PublishedPort.Read((entry.Verbatim ? RuntimeShare.Of(entry.Json) : entry.Runtime.For(entry.Json))["portMappings"]);

    private static string StateOf(JournalEntry[] entries, string boot)
    {
        if (Array.Find(entries, e => e.State != JournalState.Done) is { } unfinished)
        {
            return JournalWriter.StateName(unfinished.State);
        }

        return Array.TrueForAll(entries, e => e.BootId == boot && IsThere(e)) ? "attached" : "gone";
    }

    private static bool IsThere(JournalEntry entry)
    {
        try
        {
            if (!NetworkNamespace.TryOpenPath(entry.NetnsPath, out var netns))
            {
                return false;
            }

            using (netns)
            {
                return netns.Identity == entry.NetnsIdentity;
            }
        }
        catch (LinuxException)
        {
            // It could not be looked at, which is no proof of its end.
            return true;
        }
    }
}
