using System.Text.Json;

namespace CniChain.Host;

/// <summary>A GC for somebody who wants to read what it removes.</summary>
internal sealed class GcReport(StaleObjects stale, GcRun run)
{
    /// <summary>Whether a GC is to report: a runtime's is not, and reads nothing.</summary>
    /// <param name="config">The request.</param>
    /// <param name="dryRun">Whether it is only to list.</param>
    public static bool IsWanted(RequestConfig config, out bool dryRun)
    {
        var isWanted = JsonKeys.TryGet(config.Json, RepairRequest.DryRunKey, out var value);
        dryRun = value.ValueKind == JsonValueKind.True;
        return isWanted;
    }

    /// <summary>Lists what belongs to nobody, and unless it is a dry run removes it and looks which of it are left.</summary>
    /// <exception cref="CniException">What could not be removed.</exception>
    public async Task<IReadOnlyList<StaleObject>> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var found = await stale.ListAsync(dryRun, cancellationToken);
        if (dryRun)
        {
            return found;
        }

        await run.RunAsync(cancellationToken);
        var left = (await stale.ListAsync(tellSilent: false, cancellationToken)).ToHashSet();
        return [.. found.Select(o => o with { Outcome = left.Contains(o) ? GcOutcome.Left : GcOutcome.Removed })];
    }
}
