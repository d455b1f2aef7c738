namespace CniChain.Benchmarks.Agent;

/// <summary>What the bench's process on a node answers: one line of JSON.</summary>
internal sealed record Answer
{
    /// <summary>What went wrong first; null when nothing did.</summary>
    public string? Problem { get; init; }

    /// <summary>How many calls failed.</summary>
    public int Failures { get; init; }

    /// <summary>Milliseconds of each call that succeeded.</summary>
    public IReadOnlyList<double> Milliseconds { get; init; } = [];

    /// <summary>Milliseconds from the first call's start to the last one's end.</summary>
    public double WallMilliseconds { get; init; }

    /// <summary>Processor time of the executed processes, in milliseconds, all calls together.</summary>
    public double CpuMilliseconds { get; init; }

    /// <summary>A single number: a count of spans, a port.</summary>
    public long Number { get; init; }

    /// <summary>The resident host; null when none runs.</summary>
    public HostFigures? Host { get; init; }
}
