using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>A thread of its own that enters a namespace, runs one job and goes home again.</summary>
/// <remarks>
/// A namespace belongs to a thread. On a pool thread, a failed way back or an <c>await</c> inside would leave some later,
/// unrelated work in a container's network; so jobs run here, synchronously, and a thread that could not go home ends.
/// It goes home after each job, and not only before the next, because a thread inside keeps a deleted namespace alive.
/// </remarks>
internal sealed class NamespaceWorker
{
    // More than the host serves at a time gain nothing from a waiting thread.
    private const int MaxIdle = 8;

    // A thread that waits holds the assembly its code is from: a plugin's copy of this one could never be unloaded.
    private static readonly TimeSpan s_longestIdle = TimeSpan.FromSeconds(3);

    private static readonly List<NamespaceWorker> s_idle = [];
    private static readonly Lazy<SafeFileHandle> s_home = new(OpenHome);
    private static readonly Lazy<(ulong, ulong)> s_homeIdentity = new(static () => NetworkNamespace.FromHandle(s_home.Value).Identity);

    // Without spinning: the next job is milliseconds away, and a semaphore would first yield the processor a hundred times.
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);
    private NamespaceJob? _job;

    /// <summary>The process's own namespace, kept open until the process ends.</summary>
    public static (ulong Device, ulong Inode) Home => s_homeIdentity.Value;

    /// <summary>Runs a job on an idle worker, or a new one, and waits for it.</summary>
    public static void Run(NamespaceJob job)
    {
        // Opened here and now: without the way home no worker may start.
        _ = s_home.Value;
        NamespaceWorker? worker;
        lock (s_idle)
        {
            // The last one first, so that those at the front get to their end.
            worker = s_idle.Count > 0 ? s_idle[^1] : null;
            s_idle.RemoveRange(Math.Max(s_idle.Count - 1, 0), Math.Min(s_idle.Count, 1));
        }

        if (worker is null)
        {
            worker = new NamespaceWorker { _job = job };
            new Thread(worker.Loop) { IsBackground = true, Name = "netns" }.Start();
        }
        else
        {
            worker._job = job;
            worker._wake.Set();
        }

        job.Wait();
    }

    private void Loop()
    {
        // A new thread starts in its creator's namespace, which may be a container's when Run is called inside Run.
        while (TakeJob() is { } job)
        {
            Enter(job);
            var home = TryGoHome();
            var reused = home && TryPark();
            job.Complete();
            if (!reused || (!_wake.Wait(s_longestIdle) && TryRetire()))
            {
                return;
            }

            _wake.Reset();
        }
    }

    private NamespaceJob? TakeJob() => Interlocked.Exchange(ref _job, null);

    private static void Enter(NamespaceJob job)
    {
        try
        {
            using var target = new HandleLease(job.Namespace?.Handle ?? s_home.Value);
            if (LibC.setns(target.Fd, LibC.CLONE_NEWNET) < 0)
            {
                throw LinuxException.Last("enter network namespace");
            }
        }
        catch (Exception e)
        {
            job.Fail(e);
            return;
        }

        job.Execute();
    }

    /// <summary>Takes the calling thread home, wherever it was; false without the right to.</summary>
    public static bool TryGoHome()
    {
        using var home = new HandleLease(s_home.Value);
        return LibC.setns(home.Fd, LibC.CLONE_NEWNET) == 0;
    }

    private bool TryPark()
    {
        lock (s_idle)
        {
            if (s_idle.Count >= MaxIdle)
            {
                return false;
            }

            s_idle.Add(this);
            return true;
        }
    }

    /// <summary>Leaves the idle ones, unless a job was given to it just now: then the wake-up is on its way.</summary>
    private bool TryRetire()
    {
        lock (s_idle)
        {
            if (s_idle.Remove(this))
            {
                return true;
            }
        }

        _wake.Wait();
        return false;
    }

    /// <summary>The namespace of the main thread, which /proc/self means whichever thread asks.</summary>
    private static unsafe SafeFileHandle OpenHome()
    {
        fixed (byte* path = "/proc/self/ns/net\0"u8)
        {
            var fd = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, default);
            return fd < 0 ? throw LinuxException.Last("open /proc/self/ns/net") : new SafeFileHandle(fd, ownsHandle: true);
        }
    }
}
