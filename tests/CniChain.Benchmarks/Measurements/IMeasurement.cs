namespace CniChain.Benchmarks.Measurements;

/// <summary>One part of the bench.</summary>
internal interface IMeasurement
{
    /// <summary>Its name for --only.</summary>
    string Name { get; }

    /// <summary>What it does, for a person who waits.</summary>
    string Title { get; }

    /// <summary>Whether it runs only when --only names it: it takes minutes, and is about a part of the plugins.</summary>
    bool IsOnRequest => false;

    /// <summary>Runs it. Sides are measured by turns, a few calls each, so that a machine's moods meet them all.</summary>
    void Run(Bench bench);
}
