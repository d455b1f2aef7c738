using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary>The attachments of a network, from this host's journal and from the runtimes' own notes.</summary>
/// <remarks>
/// libcni's cache counts too: a node may have moved here from the reference plugins with containers running, whose leases lie in the same
/// files but whose attachments no journal knows. Leaving them out of GC's list would give their addresses away.
/// </remarks>
internal static class KnownAttachments
{
    /// <summary>Collects them, each container and interface once.</summary>
    public static IReadOnlyList<KnownAttachment> Of(NetworkList list, CommandContext context, Action<string> warn)
    {
        var known = new Dictionary<(string, string), KnownAttachment>();
        foreach (var entry in ReadJournal(list, context, warn))
        {
            var attachment = entry.Key.Attachment;
            Note(known, new KnownAttachment(attachment, entry.NetnsPath, IsLive(entry), "journal"));
        }

        foreach (var attachment in RuntimeCache.Read(context.RuntimeCache, list.Name))
        {
            // The journal knows better: there a half-done DEL shows, in the cache it does not.
            var key = (attachment.Attachment.ContainerId, attachment.Attachment.IfName);
            known.TryAdd(key, attachment with { IsLive = IsThere(attachment.NetnsPath, null) });
        }

        return [.. known.Values.OrderBy(a => a.Attachment.ContainerId, StringComparer.Ordinal).ThenBy(a => a.Attachment.IfName, StringComparer.Ordinal)];
    }

    private static IEnumerable<JournalEntry> ReadJournal(NetworkList list, CommandContext context, Action<string> warn)
    {
        var journal = new AttachmentJournal(context.HostOptions, new StderrLog(context.PluginError));
        // A chain in a conflist of its own carries that file's name.
        foreach (var name in new HashSet<string>([list.Name, list.ChainName], StringComparer.Ordinal))
        {
            var entries = journal.List(name, out var unreadable);
            foreach (var file in unreadable)
            {
                warn($"{file} cannot be read; what it describes counts as gone");
            }

            foreach (var entry in entries)
            {
                yield return entry;
            }
        }
    }

    // Several plugin types called one by one have an entry each: the attachment lives while one of them does.
    private static void Note(Dictionary<(string, string), KnownAttachment> known, KnownAttachment attachment)
    {
        var key = (attachment.Attachment.ContainerId, attachment.Attachment.IfName);
        if (attachment.IsLive || !known.ContainsKey(key))
        {
            known[key] = attachment;
        }
    }

    private static bool IsLive(JournalEntry entry) =>
        entry.State != JournalState.Deleting && entry.BootId == BootId.Read() && IsThere(entry.NetnsPath, entry.NetnsIdentity);

    /// <summary>Whether a path still leads to the namespace it led to.</summary>
    private static bool IsThere(string path, (ulong Device, ulong Inode)? identity)
    {
        try
        {
            if (!NetworkNamespace.TryOpenPath(path, out var ns))
            {
                return false;
            }

            using (ns)
            {
                return identity is null || identity == (0, 0) || identity == ns.Identity;
            }
        }
        catch (LinuxException)
        {
            // It could not be looked at, which is no proof of its end.
            return true;
        }
    }
}
