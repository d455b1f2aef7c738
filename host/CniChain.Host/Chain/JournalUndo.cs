using CniChain.Linux;

namespace CniChain.Host;

/// <summary>Removes an attachment by what the journal says of it, without the runtime's help.</summary>
internal sealed class JournalUndo(RequestScope scope)
{
    /// <summary>Removes it, and its entry when that succeeded.</summary>
    /// <returns>What failed.</returns>
    public async Task<FailureList> RunAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        using var netns = OpenNetns(entry, scope.HostNetns);
        var subject = new Subject
        {
            Chain = entry.Chain,
            Attachment = entry.Key.Attachment,
            NetnsPath = netns is null ? "" : entry.NetnsPath,
            Netns = netns,
            Args = EnvironmentRules.ReadArgs(entry.Args, CniVerb.Del, scope.Log),
        };
        var count = Math.Min(entry.Steps.Count, entry.Chain.Entries.Count);
        var failures = await new Teardown(scope, subject).RunAsync(count, entry.Result ?? entry.PrevResult, cancellationToken);
        if (failures.Count == 0)
        {
            scope.Journal.Remove(entry.Key);
        }
        else
        {
            scope.Journal.Write(entry with { State = JournalState.Deleting });
        }

        return failures;
    }

    /// <summary>The namespace of then; null when its path leads nowhere, to another one by now, or to the host's.</summary>
    /// <exception cref="CniException">It could not be looked at for want of descriptors or memory.</exception>
    public static NetworkNamespace? OpenNetns(JournalEntry entry, NetworkNamespace host)
    {
        if (Find(entry) is not { } netns)
        {
            return null;
        }

        if (netns.Identity == entry.NetnsIdentity && !netns.IsSameAs(host))
        {
            return netns;
        }

        netns.Dispose();
        return null;
    }

    /// <summary>Whatever namespace the path leads to now; null for none.</summary>
    /// <remarks>
    /// One that may not be opened is another's: the container's could be, at ADD. /proc/PID/ns/net of a process id that was given to a
    /// process nobody may look into is one.
    /// </remarks>
    /// <exception cref="CniException">It could not be looked at for want of descriptors or memory.</exception>
    public static NetworkNamespace? Find(JournalEntry entry)
    {
        try
        {
            return NetworkNamespace.TryOpenPath(entry.NetnsPath, out var netns) ? netns : null;
        }
        catch (LinuxException e)
        {
            return KernelError.Code(e.Errno, CniVerb.Del) != CniErrorCode.TryAgainLater
                ? null
                : throw new CniException(CniErrorCode.TryAgainLater, $"the namespace of {entry.Key.Attachment} cannot be looked at: {e.Message}", null, e);
        }
    }
}
