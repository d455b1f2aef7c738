namespace CniChain.Host;

/// <summary>ADD of a whole chain.</summary>
/// <remarks>
/// <list type="number">
/// <item>Every plugin is found before anything is touched.</item>
/// <item>What an earlier ADD of the same attachment left is undone (<see cref="EarlierAdd"/>).</item>
/// <item>Each step is journalled, then run with the result of the one before.</item>
/// <item>The result is written in the runtime's version; only then is the attachment done.</item>
/// <item>When anything of this fails, the steps begun are undone in reverse and the first error is returned.</item>
/// </list>
/// </remarks>
internal sealed class AddRun(RequestScope scope, Subject subject, AttachmentKey key)
{
    private readonly OpenEntry _record = scope.Journal.Open(key);
    private JournalEntry? _entry;

    /// <summary>What it made, once it is done.</summary>
    public JournalEntry? Made => _entry is { State: JournalState.Done } ? _entry : null;

    /// <summary>Runs it.</summary>
    /// <param name="outerResult">The result that came from outside; null when cnichain is first.</param>
    /// <param name="version">The version the runtime reads.</param>
    /// <param name="cancellationToken">Cancels and undoes.</param>
    /// <returns>The result as UTF-8.</returns>
    /// <exception cref="CniException">The first failure; in its details what the undo could not do.</exception>
    public async Task<byte[]> RunAsync(CniResult? outerResult, CniVersion version, CancellationToken cancellationToken)
    {
        scope.Resolver.ResolveAll(subject.Chain);                                                // 1
        await new EarlierAdd(scope, subject, key).SettleAsync(cancellationToken);                // 2
        using var record = _record;
        _entry = Begin(outerResult);
        try
        {
            var result = await RunStepsAsync(outerResult, cancellationToken);                    // 3
            var stdout = CniResultWriter.ToUtf8(result, version);                                // 4
            RefuseWhenNobodyWaits(cancellationToken);
            HostActivity.NoteResult(result);
            Record(_entry with { State = JournalState.Done, Result = result, Steps = Finished(_entry.Steps) });
            return stdout;
        }
        catch (Exception e)
        {
            throw await UndoAsync(Failure.From(e, ChainReader.OwnType));                         // 5
        }
    }

    /// <summary>A plugin may be too quick, or too deaf, to notice; an attachment that nobody was told of would stay.</summary>
    private void RefuseWhenNobodyWaits(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || scope.Request.CallerHasGone())
        {
            throw new CniException(CniErrorCode.TryAgainLater, "cnichain: ADD was cancelled: the caller has gone or the time is up");
        }
    }

    private async Task<CniResult> RunStepsAsync(CniResult? outerResult, CancellationToken cancellationToken)
    {
        var runner = new StepRunner(scope, subject);
        var entries = subject.Chain.Entries;
        var result = outerResult;
        RuleHandover? rules = null;
        for (var i = 0; i < entries.Count; i++)
        {
            Record(_entry! with { Result = result, Steps = Begun(_entry.Steps, entries[i].Type) });
            rules = RuleHandover.At(scope.Resolver, subject.Chain, i, rules);
            result = await runner.RunAsync(entries[i], CniVerb.Add, result, null, cancellationToken, rules);
            rules?.CarryOutEarlier(cancellationToken);
        }

        return result!;
    }

    private async Task<CniException> UndoAsync(CniException failure)
    {
        using var timeout = new CancellationTokenSource(scope.Options.UndoTimeout, scope.Options.Time);
        var undone = await new Teardown(scope, subject).RunAsync(_entry!.Steps.Count, _entry.Result, timeout.Token);
        if (undone.Count == 0)
        {
            scope.Journal.Remove(key);
            return failure;
        }

        Record(_entry with { State = JournalState.Deleting });
        return FailureList.With(failure, $"the undo was not complete: {undone}");
    }

    private JournalEntry Begin(CniResult? outerResult) => new()
    {
        Key = key,
        State = JournalState.Adding,
        BootId = BootId.Read(),
        Created = scope.Options.Time.GetUtcNow(),
        Chain = subject.Chain,
        NetnsPath = subject.NetnsPath,
        NetnsIdentity = subject.Netns?.Identity ?? default,
        Args = subject.Args.Text,
        PrevResult = outerResult,
    };

    private void Record(JournalEntry entry)
    {
        _entry = entry;
        _record.Write(entry);
    }

    private static JournalStep[] Begun(IReadOnlyList<JournalStep> steps, string type) => [.. Finished(steps), new JournalStep(type, false)];

    private static JournalStep[] Finished(IReadOnlyList<JournalStep> steps)
    {
        var finished = new JournalStep[steps.Count];
        for (var i = 0; i < finished.Length; i++)
        {
            finished[i] = steps[i] with { Done = true };
        }

        return finished;
    }
}
