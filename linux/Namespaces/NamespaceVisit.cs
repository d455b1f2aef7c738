using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>Runs something in another network namespace, on the calling thread, which is back where it was when this returns.</summary>
/// <remarks>
/// A namespace belongs to a thread, and what runs next on this one may be some unrelated work of the pool's. So a thread that the kernel does
/// not let back (ENOMEM) tries until it is let, and the caller waits. The process's first thread stays at home, since /proc/self, where
/// every other thread looks for home, speaks of it: a thread is made in its place.
/// </remarks>
internal static class NamespaceVisit
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs an action in a namespace.</summary>
    /// <param name="target">The namespace.</param>
    /// <param name="here">The identity of the calling thread's; null where /proc is not mounted.</param>
    /// <param name="action">What to run.</param>
    /// <exception cref="LinuxException">The namespace could not be entered.</exception>
    public static T Run<T>(SafeHandle target, (ulong Device, ulong Inode)? here, Func<T> action) => Away(
        here,
        () =>
        {
            using var lease = new HandleLease(target);
            return LibC.setns(lease.Fd, LibC.CLONE_NEWNET);
        },
        "enter network namespace",
        action);

    /// <summary>Runs an action in a new namespace.</summary>
    /// <exception cref="LinuxException">The namespace could not be made.</exception>
    public static T RunInNew<T>(Func<T> action) => Away(
        NetworkNamespace.FindCurrentIdentity(), static () => LibC.unshare(LibC.CLONE_NEWNET), "create network namespace", action);

    private static T Away<T>((ulong Device, ulong Inode)? here, Func<int> leave, string operation, Func<T> action)
    {
        if (Interop.GetThreadId() == LibC.getpid())
        {
            return OnAnotherThread(() => Away(here, leave, operation, action));
        }

        // Opened before: without the way back nobody leaves.
        var isHome = here == HomeNamespace.Identity;
        using var elsewhere = isHome ? null : NetworkNamespace.OpenCurrent();
        using var back = new HandleLease(elsewhere?.Handle ?? HomeNamespace.Handle);
        if (leave() < 0)
        {
            throw LinuxException.Last(operation);
        }

        try
        {
            return action();
        }
        finally
        {
            while (LibC.setns(back.Fd, LibC.CLONE_NEWNET) < 0)
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    private static T OnAnotherThread<T>(Func<T> action)
    {
        var result = default(T)!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = "netns",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
