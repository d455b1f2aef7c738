namespace CniChain.Host.Resident;

/// <summary>Many may hold it together, or one alone. First come, first served, so that one who wants it alone is not starved.</summary>
internal sealed class SharedLock
{
    private readonly Queue<Waiter> _queue = new();
    private int _shared;
    private bool _alone;

    public async ValueTask<IDisposable> EnterAsync(bool exclusive, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_queue)
        {
            if (_queue.Count == 0 && TryTake(exclusive))
            {
                return new Holder(this, exclusive);
            }

            waiter = new Waiter(exclusive);
            _queue.Enqueue(waiter);
        }

        using (cancellationToken.Register(static w => ((Waiter)w!).Turn.TrySetCanceled(), waiter))
        {
            try
            {
                await waiter.Turn.Task;
            }
            catch (OperationCanceledException)
            {
                lock (_queue)
                {
                    Advance(); // The one behind may be able to go now.
                }

                throw new OperationCanceledException(cancellationToken);
            }
        }

        return new Holder(this, exclusive);
    }

    private bool TryTake(bool exclusive)
    {
        if (_alone || (exclusive && _shared > 0))
        {
            return false;
        }

        _alone = exclusive;
        _shared += exclusive ? 0 : 1;
        return true;
    }

    private void Leave(bool exclusive)
    {
        lock (_queue)
        {
            _alone = _alone && !exclusive;
            _shared -= exclusive ? 0 : 1;
            Advance();
        }
    }

    private void Advance()
    {
        while (_queue.TryPeek(out var next))
        {
            if (next.Turn.Task.IsCanceled)
            {
                _queue.Dequeue();
                continue;
            }

            if (!TryTake(next.Exclusive))
            {
                return;
            }

            _queue.Dequeue();
            if (!next.Turn.TrySetResult())
            {
                // Cancelled between the look and the grant: give back what was taken for it.
                _alone = _alone && !next.Exclusive;
                _shared -= next.Exclusive ? 0 : 1;
            }
        }
    }

    private sealed class Waiter(bool exclusive)
    {
        public bool Exclusive { get; } = exclusive;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Holder(SharedLock owner, bool exclusive) : IDisposable
    {
        public void Dispose() => owner.Leave(exclusive);
    }
}
