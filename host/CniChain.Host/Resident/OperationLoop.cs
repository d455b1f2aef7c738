namespace CniChain.Host.Resident;

/// <summary>Runs one operation, piece by piece from <c>await</c> to <c>await</c>, on the thread that took its request.</summary>
/// <remarks>
/// The pool would run each piece on whichever thread wakes first: ten wake-ups an ADD, 50 µs each on an idle processor.
/// A plugin's code may never come back. So a call of one begins only when the host's own pieces have left the stack, and while it
/// runs, what comes in for the operation (its time is up, its caller is gone) runs on a pool thread.
/// </remarks>
internal sealed class OperationLoop : TaskScheduler
{
    [ThreadStatic]
    private static OperationLoop? t_here;

    private readonly Queue<Piece> _pieces = new();
    private bool _owned = true;
    private bool _inPlugin;

    private readonly record struct Piece(Task Task, PluginThreads? Plugin);

    /// <summary>Prepares an operation; <see cref="Work"/> then runs it.</summary>
    public Task Begin(Func<Task> operation) =>
        Task.Factory.StartNew(operation, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs what there is to do. When it returns, the operation is over or waits for something, and goes on elsewhere when that comes.</summary>
    public void Work()
    {
        t_here = this;
        try
        {
            while (Next() is { } piece)
            {
                Run(piece);
            }
        }
        finally
        {
            t_here = null;
        }
    }

    /// <summary>Begins a plugin's call, on this thread if it is an operation's.</summary>
    /// <param name="call">The call, not begun.</param>
    /// <param name="threads">Looks after the threads it runs on.</param>
    public static void StartPlugin(Task call, PluginThreads threads)
    {
        if (t_here is not { } loop)
        {
            call.Start(threads);
        }
        else if (!loop._inPlugin)
        {
            loop.Add(new Piece(call, threads));
        }
        else if (!threads.RunHere(call))
        {
            // A plugin's call inside a plugin's call, for addresses: the outer one is over its time soon.
            Thread.Sleep(Timeout.Infinite);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_pieces)
        {
            if (!_inPlugin || t_here == this)
            {
                _pieces.Enqueue(new Piece(task, null));
                if (_owned)
                {
                    return;
                }

                _owned = true;
                ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Work(), this, preferLocal: false);
                return;
            }
        }

        RunOnPool(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && t_here == this && !_inPlugin && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Add(Piece piece)
    {
        lock (_pieces)
        {
            _pieces.Enqueue(piece);
        }
    }

    private Piece? Next()
    {
        lock (_pieces)
        {
            _inPlugin = false;
            if (!_pieces.TryDequeue(out var piece))
            {
                _owned = false;
                return null;
            }

            _inPlugin = piece.Plugin is not null;
            while (_inPlugin && _pieces.TryDequeue(out var other))
            {
                RunOnPool(other.Task);
            }

            return piece;
        }
    }

    private void Run(Piece piece)
    {
        if (piece.Plugin is not { } threads)
        {
            TryExecuteTask(piece.Task);
        }
        else if (!threads.RunHere(piece.Task))
        {
            // Lost to another namespace: the operation goes on elsewhere, and nothing ever runs here again.
            t_here = null;
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop.Work(), this, preferLocal: false);
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private void RunOnPool(Task task) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Loop.TryExecuteTask(state.Task), (Loop: this, Task: task), preferLocal: false);
}
