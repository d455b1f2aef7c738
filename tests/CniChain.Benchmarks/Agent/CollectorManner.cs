namespace CniChain.Benchmarks.Agent;

/// <summary>How a collector behaves.</summary>
internal enum CollectorManner
{
    /// <summary>It takes every trace.</summary>
    Takes,

    /// <summary>Nobody listens at its port.</summary>
    Refuses,

    /// <summary>It takes connections and says nothing.</summary>
    Hangs,

    /// <summary>It answers what is no HTTP.</summary>
    Garbage,
}
