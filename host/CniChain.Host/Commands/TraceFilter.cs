namespace CniChain.Host.Commands;

/// <summary>Which operations are of interest.</summary>
/// <param name="Network">The network; null for any.</param>
/// <param name="Container">What the container's id begins with; null for any.</param>
/// <param name="Failed">Only failures.</param>
/// <param name="Slower">Only those that took longer.</param>
internal sealed record TraceFilter(string? Network, string? Container, bool Failed, TimeSpan Slower)
{
    public bool Takes(TracedOperation operation) =>
        (Network is null || operation.Network == Network)
        && (Container is null || operation.ContainerId.StartsWith(Container, StringComparison.Ordinal))
        && (!Failed || operation.Error is not null)
        && operation.Duration > Slower;
}
