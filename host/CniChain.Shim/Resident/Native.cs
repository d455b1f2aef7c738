using System.Runtime.InteropServices;

namespace CniChain.Shim.Resident;

/// <summary>What of the C library Tmds.LibC leaves out. Each returns -1 with errno set on failure; nobody here asks which.</summary>
internal static unsafe partial class Native
{
    // sys/file.h
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;

    // int flock(int fd, int operation);
    [LibraryImport("libc.so.6")]
    public static partial int flock(int fd, int operation);

    // int rename(const char *oldpath, const char *newpath);
    [LibraryImport("libc.so.6")]
    public static partial int rename(byte* oldPath, byte* newPath);
}
