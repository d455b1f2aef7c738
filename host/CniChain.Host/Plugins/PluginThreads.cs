namespace CniChain.Host;

/// <summary>
/// Runs one call's code on pool threads and looks after every piece of it, from one <c>await</c> to the next, whether it left the thread in
/// another network namespace: what runs there next would open its sockets in some container.
/// </summary>
internal sealed class PluginThreads : TaskScheduler
{
    private volatile bool _leaked;

    /// <summary>Whether the plugin left a thread elsewhere.</summary>
    public bool Leaked => _leaked;

    /// <summary>Looks at the calling thread, for pieces that went past this scheduler (<c>ConfigureAwait(false)</c>).</summary>
    public void LookAtThisThread()
    {
        if (!ThreadNamespace.IsHome())
        {
            _leaked = true;
            ThreadNamespace.TryGoHome();
        }
    }

    /// <summary>Runs the first piece of a call on the calling thread.</summary>
    /// <returns>Whether the thread is of use afterwards; false when the plugin left it in a namespace that it cannot leave.</returns>
    public bool RunHere(Task call) => Execute(() => call.RunSynchronously(this));

    protected override void QueueTask(Task task) =>
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Threads.Run(state.Task), (Threads: this, Task: task), preferLocal: true);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Run(Task task)
    {
        if (!Execute(() => TryExecuteTask(task)))
        {
            // Never given back to the pool, which makes itself another.
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private bool Execute(Action piece)
    {
        // Before the plugin may move.
        ThreadNamespace.RememberHome();
        piece();
        if (ThreadNamespace.IsHome())
        {
            return true;
        }

        _leaked = true;
        return ThreadNamespace.TryGoHome();
    }
}
