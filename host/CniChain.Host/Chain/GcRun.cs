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

    private async Task RemoveStaleAsync(FailureList failures, CancellationToken cancellationToken)
    {
        var valid = new HashSet<Attachment>(subject.Valid!);
        var entries = scope.Journal.List(subject.Chain.Network, out var unreadable);
        var stale = 0;
        foreach (var entry in entries)
        {
            if (entry.Key.As != asType || valid.Contains(entry.Key.Attachment))
            {
                continue;
            }

            stale++;
            using var span = HostActivity.StartCollect(entry.Key.Attachment);
            var failed = await new JournalUndo(scope).RunAsync(entry, cancellationToken);
            if (failed.Count > 0)
            {
                span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failed.ToString());
                failures.Add(new CniException(CniErrorCode.TryAgainLater, $"{entry.Key.Attachment} cannot be removed: {failed}"));
            }
        }

        scope.Options.Watch?.Meter.Found(subject.Chain.Network, stale);

        // What belongs to an attachment whose file cannot be read, the plugins find themselves.
        scope.Journal.RemoveLitter(unreadable);
    }
}
