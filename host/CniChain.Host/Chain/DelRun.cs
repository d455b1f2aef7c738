namespace CniChain.Host;

/// <summary>DEL of a whole chain. Everything that can be missing (namespace, result, journal, conflist) may be missing.</summary>
internal sealed class DelRun(RequestScope scope, Subject subject, AttachmentKey key)
{
    /// <summary>Runs it.</summary>
    /// <param name="outerResult">The final result as the runtime remembers it; null when it does not.</param>
    /// <param name="entry">The journal's entry; null when there is none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CniException">The first failure; the others in its details.</exception>
    public async Task RunAsync(CniResult? outerResult, JournalEntry? entry, CancellationToken cancellationToken)
    {
        var result = outerResult ?? entry?.Result ?? entry?.PrevResult;
        var failures = await new Teardown(scope, subject).RunAsync(subject.Chain.Entries.Count, result, cancellationToken);
        if (failures.Count == 0)
        {
            scope.Journal.Remove(key);
            if (entry is null && key.As is null)
            {
                ForgetSingleTypes();
            }

            return;
        }

        if (entry is not null)
        {
            scope.Journal.Write(entry with { State = JournalState.Deleting });
        }

        failures.ThrowIfAny();
    }

    /// <summary>The types of the chain may have been called one by one at ADD, as from a list that names them; each then left an entry.</summary>
    private void ForgetSingleTypes()
    {
        foreach (var plugin in subject.Chain.Entries)
        {
            scope.Journal.Remove(key with { As = plugin.Type });
        }
    }
}
