namespace CniChain.Linux.Folding;

/// <summary>Runs jobs that block, and that nobody waits for the end of, on threads of their own; with all at work, whoever comes next waits.</summary>
/// <param name="most">How many jobs there are at a time.</param>
/// <param name="startThread">Starts a thread; a test brings one that cannot.</param>
internal sealed class Errands(int most, Action<ThreadStart>? startThread = null)
{
    // A thread that waits holds the assembly its code is from: a plugin's copy of this one could never be unloaded.
    private static readonly TimeSpan s_longestIdle = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _free = new(most);
    private readonly Queue<Action> _jobs = new();
    private int _idle;

    /// <summary>Begins a job as soon as fewer than the most are at work.</summary>
    /// <param name="job">What to do. It must not throw.</param>
    public void Begin(Action job)
    {
        _free.Wait();
        lock (_jobs)
        {
            _jobs.Enqueue(job);
            if (_idle >= _jobs.Count)
            {
                Monitor.Pulse(_jobs);
                return;
            }
        }

        try
        {
            (startThread ?? StartThread)(Loop);
        }
        catch (OutOfMemoryException)
        {
            // No memory, descriptors or threads to spare: the one who asks stays in the system call, or another's job is done here for it.
            DoOneHere();
        }
    }

    private static void StartThread(ThreadStart loop) => new Thread(loop) { IsBackground = true, Name = "netlink" }.UnsafeStart();

    private void DoOneHere()
    {
        Action? job;
        lock (_jobs)
        {
            if (!_jobs.TryDequeue(out job))
            {
                return;
            }
        }

        job();
        _free.Release();
    }

    private void Loop()
    {
        // A new thread starts in its creator's namespace, and one that waits would keep a container's.
        HomeNamespace.TryEnter();
        while (TakeJob() is { } job)
        {
            job();
            _free.Release();
        }
    }

    /// <returns>Null when there was none for long.</returns>
    private Action? TakeJob()
    {
        lock (_jobs)
        {
            if (_jobs.Count == 0)
            {
                _idle++;
                Monitor.Wait(_jobs, s_longestIdle);
                _idle--;
            }

            return _jobs.TryDequeue(out var job) ? job : null;
        }
    }
}
