namespace CniChain.Host.Commands;

/// <summary>Finds the owners that only the kernel and the lease files know, by asking the plugins of every network in the folder.</summary>
internal static class UnknownAttachments
{
    /// <summary>Finds them. A network whose plugins cannot be asked is warned of and passed over.</summary>
    /// <param name="calls">The networks.</param>
    /// <param name="known">What the journal knows.</param>
    /// <param name="warn">Takes a line for the person.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<UnknownAttachment>> FindAsync(
        IEnumerable<NetworkCall> calls, IReadOnlyList<JournalAttachment> known, Action<string> warn, CancellationToken cancellationToken)
    {
        var found = new List<UnknownAttachment>();
        foreach (var call in calls)
        {
            var reply = await call.CollectAsync([], dryRun: true, cancellationToken);
            if (reply.ExitCode != 0)
            {
                warn($"what {call.List.Name} holds is not known: {Terminal.ReadError(reply).Message}");
                continue;
            }

            // A tag holds a long id cut, so what the journal knows is compared as it would stand there.
            var names = new HashSet<string>([call.List.Name, call.List.ChainName], StringComparer.Ordinal);
            var tags = known.Where(a => names.Contains(a.Attachment.Network)).SelectMany(TagsOf).ToHashSet(StringComparer.Ordinal);
            found.AddRange(GcReply.Read(reply.Stdout.Span)
                .Where(o => o.Plugin.Length > 0 && !tags.Contains($"{o.Object.ContainerId}/{o.Object.IfName}"))
                .GroupBy(o => (o.Object.ContainerId, o.Object.IfName))
                .Select(g => new UnknownAttachment(call.List.Name, g.Key.ContainerId, g.Key.IfName, [.. g.Select(o => o.Object)])));
        }

        return found;
    }

    /// <summary>As objects name it: cut, whole, and without the interface as old lease files do.</summary>
    private static IEnumerable<string> TagsOf(JournalAttachment known)
    {
        var (network, id, ifName) = known.Attachment;
        yield return known.Attachment.OwnerTag[Attachment.NetworkPrefix(network).Length..];
        yield return $"{id}/{ifName}";
        yield return $"{id}/";
    }
}
