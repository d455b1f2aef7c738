using CniChain.Linux;

namespace CniChain.Host;

/// <summary>REPAIR of a network: every attachment of the journal is checked, plugin by plugin, and what CHECK misses is put back.</summary>
/// <remarks>
/// A turn for each container, and its entry read again once it has it: containers come and go meanwhile, and nobody waits for the
/// repair of all the others.
/// </remarks>
internal sealed class RepairRun(RequestScope scope, RepairRequest request)
{
    private readonly List<RepairFinding> _findings = [];

    /// <summary>Runs it, past failures.</summary>
    /// <returns>What was found, and what became of it.</returns>
    public async Task<IReadOnlyList<RepairFinding>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var network in request.Networks)
        {
            foreach (var entry in scope.Journal.List(network, out _))
            {
                using var span = HostActivity.StartRepair(entry.Key.Attachment);
                using var turn = await EnterAsync(entry.Key.Attachment, cancellationToken);
                if (scope.Journal.Read(entry.Key, out _) is { State: JournalState.Done, Result: not null } current)
                {
                    await RepairAsync(current, cancellationToken);
                }
            }
        }

        return _findings;
    }

    private async ValueTask<IDisposable?> EnterAsync(Attachment attachment, CancellationToken cancellationToken) =>
        scope.Options.Gate is { } gate
            ? await gate.EnterAsync(CniVerb.Repair, attachment.Network, attachment.ContainerId, cancellationToken)
            : await AttachmentLock.TakeAloneAsync(scope.Options, cancellationToken);

    private async Task RepairAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        using var netns = JournalUndo.OpenNetns(entry, scope.HostNetns);
        if (netns is null || entry.BootId != BootId.Read())
        {
            var gone = $"its network namespace {entry.NetnsPath} is gone; run `cnichain gc {request.Networks[0]}`";
            _findings.Add(new RepairFinding(entry.Key.Attachment, "", gone, RepairOutcome.Gone));
            return;
        }

        var runner = new StepRunner(scope, SubjectOf(entry, netns));
        foreach (var step in entry.Chain.DisableCheck ? [] : entry.Chain.Entries)
        {
            if (await FindAsync(runner, step, entry, cancellationToken) is { } problem)
            {
                _findings.Add(await PutBackAsync(runner, step, entry, problem, cancellationToken));
            }
        }
    }

    /// <summary>What CHECK says; null when all is well, or when the plugin is of a version that cannot be asked.</summary>
    private async Task<string?> FindAsync(StepRunner runner, ChainEntry step, JournalEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            if (!scope.Resolver.Resolve(step.Type).IsExecuted || entry.Chain.Version >= CniVersion.V0_4_0)
            {
                await runner.RunAsync(step, CniVerb.Check, entry.Result, null, cancellationToken);
            }

            return null;
        }
        catch (CniException e) when (!cancellationToken.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    private async Task<RepairFinding> PutBackAsync(
        StepRunner runner, ChainEntry step, JournalEntry entry, string problem, CancellationToken cancellationToken)
    {
        var finding = new RepairFinding(entry.Key.Attachment, step.Type, problem, RepairOutcome.Found);
        try
        {
            var plugin = scope.Resolver.Resolve(step.Type);
            if (!plugin.CanRepair)
            {
                var kind = plugin.IsExecuted ? "is executed" : "does not repair";
                return finding with { Outcome = RepairOutcome.NotRepairable, Reason = $"{step.Type} {kind}; DEL and ADD the container again" };
            }

            if (request.DryRun)
            {
                return finding;
            }

            await runner.RunAsync(step, CniVerb.Repair, entry.Result, null, cancellationToken);
        }
        catch (CniException e) when (!cancellationToken.IsCancellationRequested)
        {
            return finding with { Outcome = RepairOutcome.Failed, Reason = e.Message };
        }

        return await FindAsync(runner, step, entry, cancellationToken) is { } left
            ? finding with { Outcome = RepairOutcome.Failed, Reason = left }
            : finding with { Outcome = RepairOutcome.Repaired };
    }

    private Subject SubjectOf(JournalEntry entry, NetworkNamespace netns) => new()
    {
        Chain = entry.Chain,
        Attachment = entry.Key.Attachment,
        NetnsPath = entry.NetnsPath,
        Netns = netns,
        Args = EnvironmentRules.ReadArgs(entry.Args, CniVerb.Del, scope.Log),
    };
}
