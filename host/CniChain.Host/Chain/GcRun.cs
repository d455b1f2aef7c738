namespace CniChain.Host;

/// <summary>GC of a network: attachments in the journal that are not valid any more, then whatever the plugins find of their own.</summary>
internal sealed class GcRun(RequestScope scope, Subject subject, string? asType)
{
    /// <summary>Runs it, past failures.</summary>
    /// <exception cref="CniException">All failures together.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (subject.Chain.DisableGc)
        {
            return;
        }

        var failures = new FailureList();
        await RemoveStaleAsync(failures, cancellationToken);
        var runner = new StepRunner(scope, subject);
        foreach (var entry in subject.Chain.Entries)
        {
            try
            {
                await runner.RunAsync(entry, CniVerb.Gc, null, null, cancellationToken);
            }
            catch (CniException e)
            {
                failures.Add(e);
            }
        }

        failures.ThrowIfAny();
    }

    /// <summary>The network's journal entries of attachments that are not valid.</summary>
    /// <param name="unreadable">Its files that hold no entry; they go, too.</param>
    public IReadOnlyList<JournalEntry> StaleEntries(out IReadOnlyList<string> unreadable)
    {
        var valid = new HashSet<Attachment>(subject.Valid!);
        return
        [
            .. scope.Journal.List(subject.Chain.Network, out unreadable, alone: true)
                .Where(entry => IsOurs(entry) && !valid.Contains(entry.Key.Attachment))
                .OrderByDescending(static entry => entry.Created),
        ];
    }

    private async Task RemoveStaleAsync(FailureList failures, CancellationToken cancellationToken)
    {
        var entries = StaleEntries(out var unreadable);
        foreach (var entry in entries)
        {
            using var span = HostActivity.StartCollect(entry.Key.Attachment);
            var failed = await UndoAsync(entry, cancellationToken);
            if (failed.Count > 0)
            {
                span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failed.ToString());
                failures.Add(new CniException(CniErrorCode.TryAgainLater, $"{entry.Key.Attachment} cannot be removed: {failed}"));
            }
        }

        scope.Options.Watch?.Meter.Found(subject.Chain.Network, entries.Count);

        // What belongs to an attachment whose file cannot be read, the plugins find themselves.
        scope.Journal.RemoveLitter(subject.Chain.Network, unreadable);
    }

    private async Task<FailureList> UndoAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await new JournalUndo(scope).RunAsync(entry, cancellationToken);
        }
        catch (CniException e)
        {
            var failures = new FailureList();
            failures.Add(e);
            return failures;
        }
    }

    /// <summary>
    /// One type called on its own goes by its own entries. A whole chain by all of the network's: it is also how the command line asks for
    /// a list whose plugins runtimes call one by one, and each of those has left an entry. They go in reverse, as in a DEL.
    /// </summary>
    private bool IsOurs(JournalEntry entry) => asType is null || entry.Key.As == asType;
}
