namespace CniChain.Host;

/// <summary>What a GC would remove: stale journal entries, and what the chain's plugins hold (<see cref="ICniInventory"/>).</summary>
/// <remarks>
/// The plugins of a stale entry's own chain are asked too, where the network has them no longer: GC undoes an attachment by the chain
/// that made it.
/// </remarks>
internal sealed class StaleObjects(RequestScope scope, Subject subject, GcRun run)
{
    /// <summary>Lists it.</summary>
    /// <param name="tellSilent">Warn of plugins that do not say what they hold.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<IReadOnlyList<StaleObject>> ListAsync(bool tellSilent, CancellationToken cancellationToken)
    {
        var found = new List<StaleObject>();
        var entries = run.StaleEntries(out var unreadable);
        found.AddRange(entries.Select(entry => OfJournal(entry.Key.FileName, entry.Key.Attachment)));
        found.AddRange(unreadable.Select(file => OfJournal(Path.GetFileName(file), null)));

        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in subject.Chain.Entries)
        {
            if (asked.Add(step.Type))
            {
                await AskAsync(step, subject, null, found, tellSilent, cancellationToken);
            }
        }

        foreach (var entry in entries)
        {
            foreach (var step in entry.Chain.Entries.Where(step => !asked.Contains(step.Type)))
            {
                await AskAsync(step, subject with { Chain = entry.Chain }, entry.Key.Attachment, found, tellSilent, cancellationToken);
            }
        }

        return found;
    }

    private static StaleObject OfJournal(string file, Attachment? attachment) => new("", new HeldObject
    {
        Kind = "journal entry",
        Name = file,
        ContainerId = attachment?.ContainerId,
        IfName = attachment?.IfName,
        IsStale = true,
    });

    /// <summary>Asks a plugin, and the IPAM plugin that its configuration names.</summary>
    private async Task AskAsync(
        ChainEntry step, Subject asked, Attachment? only, List<StaleObject> found, bool tellSilent, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (plugin, call) in StepPlugins.Of(scope, asked, step, CniVerb.Gc))
            {
                await AddAsync(plugin, call);
            }
        }
        catch (CniException e)
        {
            scope.Log.Warn($"what {step.Type} holds is not known: {e.Message}");
        }

        async Task AddAsync(IChainPlugin plugin, PluginCall call)
        {
            if (plugin.HasInventory)
            {
                found.AddRange((await ListAsync(plugin, call, cancellationToken)).Where(IsWanted).Select(held => new StaleObject(plugin.Type, held)));
            }
            else if (tellSilent && !plugin.HoldsNothing)
            {
                scope.Log.Warn($"{plugin.Type} ({plugin.Location}) does not say what it holds; what its GC removes is not listed");
            }
        }

        bool IsWanted(HeldObject held) =>
            held.IsStale && (only is null || (held.ContainerId == only.ContainerId && held.IfName == only.IfName));
    }

    private static async Task<IReadOnlyList<HeldObject>> ListAsync(IChainPlugin plugin, PluginCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await plugin.ListAsync(call, cancellationToken);
        }
        catch (Exception e)
        {
            throw Failure.From(e, plugin, CniVerb.Gc, cancellationToken);
        }
    }
}
