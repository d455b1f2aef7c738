using System.Runtime.InteropServices;

namespace CniChain.Linux;

/// <summary>File system calls that Tmds.LibC lacks. Each returns -1 and leaves errno in the last P/Invoke error.</summary>
internal static unsafe partial class Interop
{
    /// <summary>linux/magic.h.</summary>
    internal const long NSFS_MAGIC = 0x6e736673;

    // int flock(int fd, int operation);   sys/file.h
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(int fd, int operation);

    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    // int fstatfs(int fd, struct statfs *buf);   sys/vfs.h
    // f_type is the first member, a long, on every architecture .NET runs on; 120 bytes is the size with 64-bit longs.
    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int FStatFs(int fd, byte* buf);

    /// <summary>The magic number of the file system behind <paramref name="fd"/>, or -1 with errno set.</summary>
    internal static long FileSystemMagic(int fd)
    {
        var buffer = stackalloc byte[256];
        return FStatFs(fd, buffer) < 0 ? -1 : *(nint*)buffer;
    }
}
