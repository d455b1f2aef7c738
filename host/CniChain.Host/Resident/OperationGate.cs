namespace CniChain.Host.Resident;

/// <summary>
/// Who runs when, in a host that serves many callers: operations on one container one after the other, different containers in
/// parallel up to a limit, GC alone on its network (CNI specification 1.1.0, section 2, "Concurrency"). STATUS and VERSION pass freely.
/// </summary>
internal sealed class OperationGate : IDisposable
{
    private readonly int _queueLimit;
    private readonly SemaphoreSlim _slots;
    private readonly KeyedLocks _containers = new();
    private readonly Dictionary<string, SharedLock> _networks = new(StringComparer.Ordinal);
    private int _waiting;
    private int _running;

    /// <summary>Makes a gate.</summary>
    /// <param name="parallel">How many operations may run at once.</param>
    /// <param name="queueLimit">How many more may wait; the next is told to try again later.</param>
    public OperationGate(int parallel, int queueLimit)
    {
        _queueLimit = queueLimit;
        _slots = new SemaphoreSlim(parallel, parallel);
    }

    public int Waiting => Volatile.Read(ref _waiting);

    public int Running => Volatile.Read(ref _running);

    /// <summary>Waits for an operation's turn.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="containerId">The container; null where the verb has none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn; dispose it when the operation has ended.</returns>
    /// <exception cref="CniException">Code 11: the queue is full.</exception>
    public async ValueTask<IDisposable?> EnterAsync(CniVerb verb, string network, string? containerId, CancellationToken cancellationToken)
    {
        if (verb is CniVerb.Status or CniVerb.Version)
        {
            return null;
        }

        if (Interlocked.Increment(ref _waiting) > _queueLimit)
        {
            Interlocked.Decrement(ref _waiting);
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"the host is busy: {Running} operations run and {_queueLimit} wait; try again in a moment");
        }

        var turn = new OperationTurn(() => Interlocked.Decrement(ref _running));
        try
        {
            // Container and network before the slot: who waits for another must not hold what the other needs.
            if (containerId is not null)
            {
                turn.Add(await _containers.EnterAsync(containerId, cancellationToken));
            }

            var gate = NetworkLock(network);
            turn.Add(await gate.EnterAsync(exclusive: verb == CniVerb.Gc, cancellationToken));
            await _slots.WaitAsync(cancellationToken);
            turn.Add(new Releaser(_slots));
            Interlocked.Increment(ref _running);
            turn.Begun();
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _slots.Dispose();

    private SharedLock NetworkLock(string network)
    {
        lock (_networks)
        {
            // Never removed: a node knows few networks, and their names are short.
            if (!_networks.TryGetValue(network, out var found))
            {
                _networks[network] = found = new SharedLock();
            }

            return found;
        }
    }

    private sealed class Releaser(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
