namespace CniChain.Host;

/// <summary>CHECK of a whole chain, in order, up to the first failure.</summary>
internal sealed class CheckRun(RequestScope scope, Subject subject)
{
    /// <summary>Runs it.</summary>
    /// <param name="result">ADD's final result, from the runtime or else the journal; null when neither has it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CniException">The first failure. Code 7: there is no result to compare with.</exception>
    public async Task RunAsync(CniResult? result, CancellationToken cancellationToken)
    {
        if (subject.Chain.DisableCheck)
        {
            return;
        }

        if (result is null)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"prevResult\" is missing and the journal does not know {subject.Attachment}; CHECK compares with what ADD returned");
        }

        var runner = new StepRunner(scope, subject);
        foreach (var entry in subject.Chain.Entries)
        {
            await runner.RunAsync(entry, CniVerb.Check, result, null, cancellationToken);
        }
    }
}
