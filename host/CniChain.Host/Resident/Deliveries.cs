namespace CniChain.Host.Resident;

/// <summary>
/// The replies whose peers have yet to say that they have handed them on. A peer that dies before, or finds that its own caller has, leaves
/// an attachment that nobody knows of: no runtime will send DEL for it.
/// </summary>
/// <remarks>
/// Nobody waits for the word: it is looked for ten times a second, all connections at once, as <see cref="PeerWatch"/> does and for its
/// reasons. A connection lives a tenth of a second longer by it, the operation does not. A peer that is slow is waited for without limit:
/// only its end tells for certain that nobody was told.
/// </remarks>
internal sealed class Deliveries : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(100);

    // A host that ends waits so long for peers that have only to write to a pipe; what it does not see then stays.
    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(2);

    // Each holds two descriptors, and of these a host may have few: among so many most have said it by now.
    private const int LookAtOnce = 16;

    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly List<Delivery> _pending = [];
    private readonly HashSet<Task> _takenBack = [];
    private bool _isTicking;

    public Deliveries() => _timer = new Timer(static all => ((Deliveries)all!).Tick(), this, Timeout.Infinite, Timeout.Infinite);

    private bool HasPending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>Waits for the word about a reply, and takes back what it tells of when none comes.</summary>
    public void Add(Delivery delivery)
    {
        lock (_gate)
        {
            _pending.Add(delivery);
            if (_pending.Count % LookAtOnce == 0)
            {
                _pending.RemoveAll(IsOver);
            }

            if (!_isTicking && _pending.Count > 0)
            {
                _isTicking = true;
                _timer.Change(s_every, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Waits at the host's end: for words for a moment, for what is being taken back until it is done.</summary>
    /// <param name="patience">The longest time for that.</param>
    public async Task SettleAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(s_lastLook);
        while (HasPending && !limit.IsCancellationRequested)
        {
            await Task.Delay(s_every / 2);
        }

        Task[] running;
        lock (_gate)
        {
            running = [.. _takenBack];
        }

        await Task.WhenAny(Task.WhenAll(running), Task.Delay(patience));
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _pending.ForEach(static d => d.Dispose());
            _pending.Clear();
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            _pending.RemoveAll(IsOver);
            _isTicking = _pending.Count > 0;
            if (_isTicking)
            {
                _timer.Change(s_every, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool IsOver(Delivery delivery)
    {
        switch (delivery.HasArrived())
        {
            case null:
                return false;
            case true:
                delivery.Dispose();
                return true;
            default:
                var work = Task.Run(delivery.TakeBackAsync);
                _takenBack.Add(work);
                _ = work.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return true;
        }
    }

    private void Forget(Task work)
    {
        lock (_gate)
        {
            _takenBack.Remove(work);
        }
    }
}
