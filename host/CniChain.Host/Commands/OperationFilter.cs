namespace CniChain.Host.Commands;

/// <summary>Which operations, attachments or leases are of interest; what is null or false keeps none away.</summary>
internal sealed record OperationFilter
{
    /// <summary>The network.</summary>
    public string? Network { get; init; }

    /// <summary>What the container's id begins with, or the pod as "namespace/name".</summary>
    public string? Container { get; init; }

    /// <summary>The verb, in capitals.</summary>
    public string? Verb { get; init; }

    /// <summary>Only failures.</summary>
    public bool Failed { get; init; }

    /// <summary>Only what took longer.</summary>
    public TimeSpan Slower { get; init; }

    public bool Takes(TracedOperation operation) =>
        Takes(operation.Network, operation.ContainerId, operation.Pod)
        && (Verb is null || operation.Verb == Verb)
        && (!Failed || operation.Error is not null)
        && operation.Duration > Slower;

    /// <summary>Whether it takes what belongs to a container.</summary>
    /// <param name="network">Its network.</param>
    /// <param name="containerId">Its id; null where nobody knows it.</param>
    /// <param name="pod">Its pod's title; null or empty for none.</param>
    public bool Takes(string network, string? containerId, string? pod) =>
        (Network is null || network == Network)
        && (Container is null || pod == Container || containerId?.StartsWith(Container, StringComparison.Ordinal) == true);

    /// <summary>The figures of what it takes; a container has none of its own.</summary>
    public HostFigures Of(HostFigures figures) => figures with
    {
        Steps = figures.Steps.Where(s => Takes(s.Key.Network, s.Key.Verb, s.Value)).ToDictionary(),
        Operations = figures.Operations.Where(o => Takes(o.Key.Network, o.Key.Verb, o.Value)).ToDictionary(),
    };

    private bool Takes(string network, string verb, StepFigure figure) =>
        (Network is null || network == Network) && (Verb is null || verb == Verb) && (!Failed || figure.Errors > 0);
}
