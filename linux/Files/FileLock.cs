using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>An exclusive advisory lock on a file (flock(2), LOCK_EX), between processes and between threads.</summary>
/// <remarks>The file is created when missing and stays. The lock ends with <see cref="Dispose"/> or the process.</remarks>
public sealed unsafe class FileLock : IDisposable
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(10);

    private readonly SafeFileHandle _file;
    private readonly FileLockGate _gate;

    private FileLock(SafeFileHandle file, FileLockGate gate)
    {
        _file = file;
        _gate = gate;
    }

    /// <summary>Waits for the lock and takes it.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">Somebody else held it all the time.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    /// <exception cref="LinuxException">
    /// The file could not be opened or created. ELOOP: it is a symbolic link, behind which a file anywhere would be created.
    /// </exception>
    public static FileLock Acquire(string path, TimeSpan timeout, CancellationToken cancellation = default)
    {
        // A lock that is free is the rule, and no wait: a span for it would be the most frequent of all, and tell nothing.
        Activity? activity = null;
        var started = TimeProvider.System.GetTimestamp();
        SafeFileHandle? file = null;
        FileLockGate? gate = null;
        try
        {
            // This process's threads queue up here, in order and without polling; flock has no timeout of its own.
            var fullPath = Path.GetFullPath(path);
            gate = FileLockGate.Enter(fullPath, TimeSpan.Zero, cancellation);
            if (gate is null)
            {
                activity = LinuxActivitySource.StartLockWait(path);
                gate = FileLockGate.Enter(fullPath, timeout, cancellation) ?? throw TimedOut(activity, path, timeout);
            }

            file = Open(path);
            var pause = TimeSpan.FromMilliseconds(0.5);
            while (!TryLock(file, path))
            {
                activity ??= LinuxActivitySource.StartLockWait(path);
                if (timeout != Timeout.InfiniteTimeSpan && TimeProvider.System.GetElapsedTime(started) >= timeout)
                {
                    throw TimedOut(activity, path, timeout);
                }

                cancellation.WaitHandle.WaitOne(pause);
                cancellation.ThrowIfCancellationRequested();
                pause = pause < s_longestPause ? pause * 2 : pause;
            }

            return new FileLock(file, gate);
        }
        catch
        {
            file?.Dispose();
            gate?.Leave();
            throw;
        }
        finally
        {
            activity?.Dispose();
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            // Closing alone would not do: a process that another thread is starting shares the lock until it has called exec.
            using (var lease = new HandleLease(_file))
            {
                _ = Interop.Flock(lease.Fd, Interop.LOCK_UN);
            }

            _file.Dispose();
            _gate.Leave();
        }
    }

    private static TimeoutException TimedOut(Activity? activity, string path, TimeSpan timeout)
    {
        var message = $"{path} was locked by another process or thread for {timeout.TotalSeconds:0.#} s.";
        LinuxActivitySource.RecordTimeout(activity, message);
        return new TimeoutException(message);
    }

    private static SafeFileHandle Open(string path)
    {
        fixed (byte* native = NativePath.Encode(path))
        {
            var fd = LibC.open(native, LibC.O_RDONLY | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, 0b110_000_000);
            return fd < 0 ? throw LinuxException.Last($"open {path}") : new SafeFileHandle(fd, ownsHandle: true);
        }
    }

    private static bool TryLock(SafeFileHandle file, string path)
    {
        using var lease = new HandleLease(file);
        while (Interop.Flock(lease.Fd, Interop.LOCK_EX | Interop.LOCK_NB) < 0)
        {
            var errno = LibC.errno;
            if (errno == LibC.EWOULDBLOCK)
            {
                return false;
            }

            if (errno != LibC.EINTR)
            {
                throw new LinuxException($"lock {path}", errno);
            }
        }

        return true;
    }
}
