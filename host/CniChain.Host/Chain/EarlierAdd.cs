namespace CniChain.Host;

/// <summary>What the journal knows of an attachment that is now to be added (again).</summary>
internal sealed class EarlierAdd(RequestScope scope, Subject subject, AttachmentKey key)
{
    /// <summary>Undoes an ADD that was interrupted, or whose namespace is gone. Leaves a live attachment alone.</summary>
    /// <exception cref="CniException">Code 4: the attachment is there and alive. Else what the undo could not do.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var entry = scope.Journal.Read(key, out var torn);
        if (torn)
        {
            await UndoUnknownAsync(cancellationToken);
        }

        if (entry is null)
        {
            return;
        }

        if (entry.State == JournalState.Done && IsLive(entry))
        {
            if (key.As is not null)
            {
                // One type served alone may stand in the runtime's list twice; its own ADD decides.
                return;
            }

            throw new CniException(
                CniErrorCode.InvalidEnvironment,
                $"CNI_CONTAINERID {key.Attachment.ContainerId} with CNI_IFNAME {key.Attachment.IfName} is attached to "
                + $"{key.Attachment.Network} already; DEL it first",
                $"attached at {entry.Created:O} in {entry.NetnsPath}");
        }

        scope.Log.Info($"an earlier ADD of {key.Attachment} was left ({JournalWriter.StateName(entry.State)}) and is undone first");
        var failures = await new JournalUndo(scope).RunAsync(entry, cancellationToken);
        if (failures.Count > 0)
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"an earlier ADD of {key.Attachment} cannot be undone",
                failures.ToString());
        }
    }

    /// <summary>
    /// Of a live one a second ADD would fail in a plugin half way, and undoing that would take the container's working interface away.
    /// </summary>
    private static bool IsLive(JournalEntry entry)
    {
        if (entry.BootId != BootId.Read() || JournalUndo.Find(entry) is not { } netns)
        {
            return false;
        }

        using (netns)
        {
            return netns.Identity == entry.NetnsIdentity;
        }
    }

    /// <summary>A torn file says that there was an ADD, not of what: the chain of today is the best guess.</summary>
    private async Task UndoUnknownAsync(CancellationToken cancellationToken)
    {
        scope.Log.Warn($"the journal of {key.Attachment} cannot be read; whatever it was is undone first");
        var failures = await new Teardown(scope, subject).RunAsync(subject.Chain.Entries.Count, null, cancellationToken);
        if (failures.Count > 0)
        {
            scope.Log.Warn($"undoing it was not complete: {failures}");
        }

        scope.Journal.Remove(key);
    }
}
