namespace CniChain.Host;

/// <summary>What one resident plugin sees of this host.</summary>
internal sealed class ResidentPluginHost(string type, ChainHostOptions options, ICniLog log) : IResidentHost
{
    public string DataDirectory => Path.Combine(options.DataDirectory, type);

    public ICniLog Log => log;

    public TimeProvider Time => options.Time;

    public async Task<bool> UpdateResultAsync(Attachment attachment, Func<CniResult, CniResult> change, CancellationToken cancellationToken)
    {
        using var turn = options.Gate is { } gate
            ? await gate.EnterAsync(CniVerb.Check, attachment.Network, attachment.ContainerId, cancellationToken)
            : null;
        var journal = new AttachmentJournal(options, log);
        var found = false;
        foreach (var entry in journal.List(attachment.Network, out _))
        {
            if (entry.Key.Attachment == attachment && entry is { State: JournalState.Done, Result: { } result })
            {
                journal.Write(entry with { Result = change(result) });
                found = true;
            }
        }

        return found;
    }
}
