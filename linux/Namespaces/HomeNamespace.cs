using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>The process's own namespace: that of its first thread, which <see cref="NamespaceVisit"/> never takes elsewhere.</summary>
internal static class HomeNamespace
{
    private static readonly Lazy<SafeFileHandle> s_handle = new(Open);
    private static readonly Lazy<(ulong, ulong)> s_identity = new(static () => NetworkNamespace.IdentityOf(s_handle.Value));

    /// <summary>Kept open until the process ends.</summary>
    public static SafeFileHandle Handle => s_handle.Value;

    public static (ulong Device, ulong Inode) Identity => s_identity.Value;

    /// <summary>Brings the calling thread there. For threads that were started by one that was elsewhere.</summary>
    /// <returns>Whether it is there.</returns>
    public static bool TryEnter()
    {
        using var home = new HandleLease(Handle);
        return LibC.setns(home.Fd, LibC.CLONE_NEWNET) == 0;
    }

    /// <summary>The namespace of the first thread, which /proc/self means whichever thread asks.</summary>
    private static unsafe SafeFileHandle Open()
    {
        fixed (byte* path = "/proc/self/ns/net\0"u8)
        {
            var fd = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, default);
            return fd < 0 ? throw LinuxException.Last("open /proc/self/ns/net") : new SafeFileHandle(fd, ownsHandle: true);
        }
    }
}
