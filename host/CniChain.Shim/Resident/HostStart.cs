using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>Starts the resident host, once among however many callers find nobody listening.</summary>
internal static unsafe class HostStart
{
    // In all, the lock included: after that the foreground serves.
    private const int LimitMilliseconds = 5000;

    private const int LookMilliseconds = 2;

    /// <summary>Waits until a host listens, starting it when nobody else does.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="environment">The caller's environment.</param>
    /// <param name="socket">The connection.</param>
    /// <returns>False when no host could be had in time.</returns>
    public static bool Ensure(ReadOnlySpan<byte> path, ProcessBlock environment, out HostSocket socket)
    {
        socket = default;
        if (!StartFolder.TryMake(path, out var folder) || HostProgram.Find(out var program) is not null)
        {
            return false;
        }

        var started = Environment.TickCount64;
        var lockFile = OpenLock(folder);
        if (lockFile < 0)
        {
            return false;
        }

        try
        {
            while (Environment.TickCount64 - started < LimitMilliseconds)
            {
                if (Native.flock(lockFile, Native.LOCK_EX | Native.LOCK_NB) == 0)
                {
                    // Whoever held the lock before may have started it.
                    var left = LimitMilliseconds - (int)(Environment.TickCount64 - started);
                    return HostSocket.TryConnect(path, out socket)
                        || (HostProcess.Start(program, folder, environment, left) && HostSocket.TryConnect(path, out socket));
                }

                _ = LibC.usleep(LookMilliseconds * 1000);
                if (HostSocket.TryConnect(path, out socket))
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            _ = LibC.close(lockFile);
        }
    }

    private static int OpenLock(ReadOnlySpan<byte> folder)
    {
        fixed (byte* name = StartFolder.Join(folder, "start.lock\0"u8))
        {
            return LibC.open(name, LibC.O_RDWR | LibC.O_CREAT | LibC.O_CLOEXEC | LibC.O_NOFOLLOW, 0x180 /* 0600 */);
        }
    }
}
