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
    public static NetworkNamespace? OpenNetns(JournalEntry entry, NetworkNamespace host)
    {
        if (!NetworkNamespace.TryOpenPath(entry.NetnsPath, out var netns))
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
}
