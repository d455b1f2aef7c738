namespace CniChain.Benchmarks;

/// <summary>What a run is asked for.</summary>
internal sealed record BenchOptions
{
    /// <summary>A handful of calls of everything: to see that it runs, not how fast.</summary>
    public bool Quick { get; init; }

    /// <summary>The names of the measurements to run; empty for all of them.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How many ADD/DEL pairs the host's memory is looked at after; null for the default.</summary>
    public int? Pairs { get; init; }

    /// <summary>Where the results go.</summary>
    public required string Results { get; init; }
}
