namespace CniChain.Host;

/// <summary>A reading of <see cref="StepFigures"/>.</summary>
/// <param name="Steps">By network and verb of the operation, empty outside of one, and the step's name.</param>
/// <param name="Operations">By network and verb.</param>
internal sealed record HostFigures(
    IReadOnlyDictionary<(string Network, string Verb, string Name), StepFigure> Steps,
    IReadOnlyDictionary<(string Network, string Verb), StepFigure> Operations)
{
    /// <summary>Operations that run.</summary>
    public int Running { get; init; }

    /// <summary>Operations that wait for their turn.</summary>
    public int Waiting { get; init; }

    /// <summary>How long the host runs.</summary>
    public TimeSpan Uptime { get; init; }

    /// <summary>The steps by their names alone.</summary>
    public IEnumerable<(string Name, StepFigure Figure)> StepsByName => Steps
        .GroupBy(s => s.Key.Name, s => s.Value, StringComparer.Ordinal)
        .Select(g => (g.Key, g.Aggregate(static (a, b) => a.Plus(b))));

    /// <summary>What has been added since an earlier reading; without it everything since the host began.</summary>
    /// <param name="earlier">The earlier reading; null for none, also one of another process's counting.</param>
    public HostFigures Since(HostFigures? earlier) => earlier is null || earlier.Uptime > Uptime
        ? this
        : this with
        {
            Steps = Difference(Steps, earlier.Steps),
            Operations = Difference(Operations, earlier.Operations),
        };

    private static Dictionary<T, StepFigure> Difference<T>(IReadOnlyDictionary<T, StepFigure> now, IReadOnlyDictionary<T, StepFigure> before)
        where T : notnull
    {
        var difference = new Dictionary<T, StepFigure>();
        foreach (var (key, figure) in now)
        {
            var since = figure.Since(before.TryGetValue(key, out var earlier) ? earlier : StepFigure.None);
            if (since.Count > 0)
            {
                difference[key] = since;
            }
        }

        return difference;
    }
}
