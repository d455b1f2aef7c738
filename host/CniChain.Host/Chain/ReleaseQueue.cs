namespace CniChain.Host;

/// <summary>
/// Address releases that a chain's DEL holds back until every step has succeeded. An address given back earlier could be another
/// container's by the time the failed step is retried, and rules keyed to it would then be removed from the wrong one.
/// </summary>
internal sealed class ReleaseQueue
{
    private readonly List<(string Type, Func<CancellationToken, Task> Release)> _waiting = [];

    /// <summary>The types that wait, in the order they asked.</summary>
    public IReadOnlyList<(string Type, Func<CancellationToken, Task> Release)> Waiting
    {
        get
        {
            lock (_waiting)
            {
                return [.. _waiting];
            }
        }
    }

    /// <summary>Puts one off. A plugin that asks twice (once on its own error path) is released once.</summary>
    /// <param name="type">The IPAM plugin's type.</param>
    /// <param name="release">What gives the addresses back.</param>
    public void Add(string type, Func<CancellationToken, Task> release)
    {
        lock (_waiting)
        {
            _waiting.Add((type, release));
        }
    }
}
