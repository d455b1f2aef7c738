using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux;

public sealed unsafe partial class NetworkNamespace
{
    /// <summary>Creates a namespace without a name: it goes away with its last handle, process and socket.</summary>
    /// <exception cref="LinuxException">EPERM without CAP_SYS_ADMIN, ENOSPC when the user's limit of namespaces is reached.</exception>
    public static NetworkNamespace Create() => NamespaceVisit.RunInNew(OpenCurrent);

    /// <summary>Creates a namespace and keeps it at a path by a bind mount, as <c>ip netns add</c> does.</summary>
    /// <param name="path">Where, for example <c>/run/netns/x</c>. Missing folders are made.</param>
    /// <returns>The namespace; disposing of it leaves the path.</returns>
    /// <exception cref="LinuxException">EEXIST when the path exists; EPERM without CAP_SYS_ADMIN; whatever mount(2) says.</exception>
    public static NetworkNamespace CreateAt(string path)
    {
        var native = NativePath.Encode(path);
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        CreateMountPoint(path, native);
        try
        {
            return NamespaceVisit.RunInNew(() =>
            {
                Mount(path, native);
                return OpenCurrent();
            });
        }
        catch (LinuxException)
        {
            RemoveAt(path);
            throw;
        }
    }

    /// <summary>Takes a namespace's path away, as <c>ip netns del</c> does. A path that does not exist is success.</summary>
    /// <remarks>The namespace itself lives on while anything uses it. A file that is neither mounted on nor empty is not touched.</remarks>
    /// <exception cref="LinuxException">EPERM without CAP_SYS_ADMIN; EINVAL when the file is not a namespace's mount point.</exception>
    public static void RemoveAt(string path)
    {
        fixed (byte* native = NativePath.Encode(path))
        {
            // MNT_DETACH: other mount namespaces may hold a copy, which must not make this one busy.
            if (LibC.umount2(native, LibC.MNT_DETACH) < 0)
            {
                var errno = LibC.errno;
                if (errno == LibC.ENOENT)
                {
                    return;
                }

                if (errno != LibC.EINVAL || !IsEmptyFile(native))
                {
                    throw new LinuxException($"umount {path}", errno);
                }
            }

            if (LibC.unlink(native) < 0 && LibC.errno != LibC.ENOENT)
            {
                throw LinuxException.Last($"unlink {path}");
            }
        }
    }

    private static void CreateMountPoint(string path, byte[] native)
    {
        fixed (byte* target = native)
        {
            var fd = LibC.open(target, LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_CREAT | LibC.O_EXCL, 0);
            if (fd < 0)
            {
                throw LinuxException.Last($"create {path}");
            }

            new SafeFileHandle(fd, ownsHandle: true).Dispose();
        }
    }

    private static void Mount(string path, byte[] native)
    {
        fixed (byte* source = "/proc/thread-self/ns/net\0"u8, target = native, type = "none\0"u8)
        {
            if (LibC.mount(source, target, type, LibC.MS_BIND, null) < 0)
            {
                throw LinuxException.Last($"mount network namespace on {path}");
            }
        }
    }

    private static bool IsEmptyFile(byte* native)
    {
        stat info;
        return LibC.lstat(native, &info) == 0 && LibC.S_ISREG(info.st_mode) && (long)info.st_size == 0;
    }
}
