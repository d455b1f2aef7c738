namespace CniChain.Host;

/// <summary>DEL of a chain's steps, in reverse: for the runtime's DEL, for a failed ADD, for what an earlier process left.</summary>
/// <remarks>
/// A failed step does not stop the others. Addresses go back at the very end and only when every step has succeeded
/// (<see cref="ReleaseQueue"/>). A plugin that is executed releases its own address out of the host's sight, so it is left for
/// the next DEL once a step behind it has failed.
/// </remarks>
internal sealed class Teardown(RequestScope scope, Subject subject)
{
    /// <summary>Removes the first steps of the chain.</summary>
    /// <param name="count">How many.</param>
    /// <param name="result">What the steps are shown as prevResult; null when nobody knows.</param>
    /// <param name="cancellationToken">Stops between and within steps.</param>
    /// <returns>What failed.</returns>
    public async Task<FailureList> RunAsync(int count, CniResult? result, CancellationToken cancellationToken)
    {
        // A failed ADD may have failed for want of it.
        scope.Journal.PrepareStateDirectory();
        var failures = new FailureList();
        var releases = new ReleaseQueue();
        var runner = new StepRunner(scope, subject);
        for (var i = count - 1; i >= 0; i--)
        {
            var entry = subject.Chain.Entries[i];
            try
            {
                RefuseEarlyRelease(entry, failures.Count);
                await runner.RunAsync(entry, CniVerb.Del, result, releases, cancellationToken);
            }
            catch (CniException e)
            {
                failures.Add(e);
            }
        }

        await ReleaseAsync(releases.Waiting, failures, cancellationToken);
        return failures;
    }

    private void RefuseEarlyRelease(ChainEntry entry, int failuresSoFar)
    {
        if (failuresSoFar > 0 && entry.IpamType is { } ipam && scope.Resolver.Resolve(entry.Type).IsExecuted)
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"{entry.Type} was not asked to DEL: with it {ipam} would give the address back while a plugin behind it still has state");
        }
    }

    private async Task ReleaseAsync(
        IReadOnlyList<(string Type, Func<CancellationToken, Task> Release)> waiting,
        FailureList failures,
        CancellationToken cancellationToken)
    {
        if (failures.Count > 0)
        {
            foreach (var (type, _) in waiting)
            {
                scope.Log.Warn($"{type} keeps the address of {subject.Attachment} until DEL succeeds");
            }

            return;
        }

        foreach (var (_, release) in waiting)
        {
            try
            {
                await release(cancellationToken);
            }
            catch (CniException e)
            {
                failures.Add(e);
            }
        }
    }
}
