using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>What of the C library Tmds.LibC leaves out. Each returns -1 on failure; only poll's errno is asked for.</summary>
internal static unsafe partial class Native
{
    // sys/file.h
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;

    // sys/resource.h
    public const int RLIMIT_NOFILE = 7;

    // int flock(int fd, int operation);
    [LibraryImport("libc.so.6")]
    public static partial int flock(int fd, int operation);

    // int rename(const char *oldpath, const char *newpath);
    [LibraryImport("libc.so.6")]
    public static partial int rename(byte* oldPath, byte* newPath);

    // int poll(struct pollfd *fds, nfds_t nfds, int timeout);
    // Tmds.LibC's own leaves LibC.errno as an earlier call has set it, and after a signal the wait is to go on.
    [LibraryImport("libc.so.6", SetLastError = true)]
    public static partial int poll(pollfd* descriptors, nuint count, int milliseconds);

    // int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit *old_limit);
    [LibraryImport("libc.so.6")]
    public static partial int prlimit(int pid, int resource, ResourceLimit* newLimit, ResourceLimit* oldLimit);
}
