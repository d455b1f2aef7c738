namespace CniChain.Benchmarks;

/// <summary>Who is measured; each on a node of its own.</summary>
internal enum Side
{
    /// <summary>The reference plugins of the machine's package.</summary>
    Reference,

    /// <summary>The installed tree under test.</summary>
    CniChain,

    /// <summary>The same on one more node: what differs between the two is the noise of the measurement.</summary>
    Again,

    /// <summary>The same with a collector that takes its traces.</summary>
    Traced,

    /// <summary>The same with an endpoint where nobody listens.</summary>
    Refused,

    /// <summary>The same with a collector that takes connections and never answers.</summary>
    Hung,

    /// <summary>The same with a collector that answers what is no HTTP.</summary>
    Garbage,

    /// <summary>The same on a node with 10,000 leases and published ports.</summary>
    Crowded,

    /// <summary>The kernel's part alone.</summary>
    Floor,
}
