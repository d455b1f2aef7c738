using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>An open network namespace (network_namespaces(7)).</summary>
/// <remarks>It lives at least as long as this object, even when its name and all its processes are gone. Usable from any thread.</remarks>
public sealed unsafe partial class NetworkNamespace : IDisposable
{
    // linux/nsfs.h: #define NS_GET_NSTYPE _IO(0xb7, 0x3)
    internal const int NS_GET_NSTYPE = 0xb703;

    private readonly bool _owned;

    private NetworkNamespace(SafeHandle handle, bool owned)
    {
        Handle = handle;
        _owned = owned;
        Identity = IdentityOf(handle);
    }

    /// <summary>The descriptor; open until <see cref="Dispose"/>.</summary>
    public SafeHandle Handle { get; }

    /// <summary>Device and inode of the namespace file: equal for two handles of one namespace, whatever path they came by.</summary>
    /// <remarks>The kernel may give the inode to a new namespace once this one is gone, so compare only while both are open.</remarks>
    public (ulong Device, ulong Inode) Identity { get; }

    /// <summary>A path to the namespace for tools and other processes' arguments; valid in this process while this object is open.</summary>
    public string ProcPath => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Handle.DangerousGetHandle()}");

    /// <summary>Opens the namespace at a path, such as <c>/run/netns/x</c> or <c>/proc/PID/ns/net</c>.</summary>
    /// <exception cref="LinuxException">ENOENT when absent; EINVAL when the file is not a network namespace; whatever open(2) says.</exception>
    public static NetworkNamespace OpenPath(string path) =>
        TryOpen(path, out var error) ?? throw error!;

    /// <summary>Opens the namespace at a path if there is one, for callers to whom its absence is no error.</summary>
    /// <param name="path">The path; null and empty mean absent.</param>
    /// <param name="ns">The namespace, to be disposed of.</param>
    /// <returns>False when nothing is there, or what is there is not (any more) a network namespace.</returns>
    /// <exception cref="LinuxException">The path exists but could not be looked at: EACCES, EMFILE and the like.</exception>
    public static bool TryOpenPath(string? path, [NotNullWhen(true)] out NetworkNamespace? ns)
    {
        ns = null;
        if (string.IsNullOrEmpty(path))
        {
            return false;
        }

        ns = TryOpen(path, out var error);
        return error is null || MeansAbsent(error.Errno) ? ns is not null : throw error;
    }

    /// <summary>The calling thread's namespace.</summary>
    /// <exception cref="LinuxException">/proc is not mounted.</exception>
    public static NetworkNamespace OpenCurrent() => OpenPath(SimulatedNamespace.Current?.Path ?? "/proc/thread-self/ns/net");

    /// <summary>The <see cref="Identity"/> of the calling thread's namespace, for one call; null where /proc is not mounted.</summary>
    internal static (ulong Device, ulong Inode)? FindCurrentIdentity()
    {
        fixed (byte* path = "/proc/thread-self/ns/net\0"u8)
        {
            stat info;
            return LibC.stat(path, &info) < 0 ? null : ((ulong)info.st_dev, (ulong)info.st_ino);
        }
    }

    /// <summary>A namespace whose descriptor somebody else owns; <see cref="Dispose"/> leaves it open.</summary>
    /// <exception cref="LinuxException">EINVAL when the descriptor is not a network namespace; EBADF when it is not open.</exception>
    public static NetworkNamespace FromHandle(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        Verify(handle, "network namespace descriptor");
        return new NetworkNamespace(handle, owned: false);
    }

    /// <summary>Whether both are the same namespace.</summary>
    public bool IsSameAs(NetworkNamespace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Identity == other.Identity;
    }

    /// <summary>Runs an action inside this namespace, on the calling thread, which is back where it was when this returns.</summary>
    /// <remarks>
    /// The delegate is synchronous: what runs after an await would run elsewhere. Async-local state (the current Activity)
    /// flows in, changes to it do not flow out. Sockets opened inside stay in the namespace and are usable on any thread; a thread started
    /// inside stays there. Costs two setns(2); where the calling thread is inside already, one stat(2). A process's first thread has a
    /// thread made for it instead, so that /proc/self goes on speaking of the process's own namespace.
    /// </remarks>
    /// <exception cref="LinuxException">The namespace could not be entered (EPERM without CAP_SYS_ADMIN).</exception>
    /// <exception cref="ArgumentException">The delegate returns a task.</exception>
    public T Run<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (AsyncResult<T>.IsTask)
        {
            throw new ArgumentException("An asynchronous delegate would go on outside the namespace; pass a synchronous one.", nameof(action));
        }

        if (SimulatedNamespace.Find(this) is { } simulated)
        {
            return SimulatedNamespace.Run(simulated, action);
        }

        // A real namespace entered from a simulated one: the action is in the real one then.
        Func<T> inside = SimulatedNamespace.Current is null ? action : () => SimulatedNamespace.Run(null, action);
        var here = FindCurrentIdentity();
        return here == Identity ? Contained(inside) : NamespaceVisit.Run(Handle, here, () => Contained(inside));
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Run(() =>
        {
            action();
            return true;
        });
    }

    /// <summary>Closes the descriptor, unless it was borrowed.</summary>
    public void Dispose()
    {
        if (_owned)
        {
            Handle.Dispose();
        }
    }

    /// <summary>Runs an action whose changes to async-local state end with it.</summary>
    private static T Contained<T>(Func<T> action)
    {
        if (ExecutionContext.Capture() is not { } context)
        {
            return action();
        }

        var result = default(T)!;
        ExecutionContext.Run(context, _ => result = action(), null);
        return result;
    }

    internal static (ulong Device, ulong Inode) IdentityOf(SafeHandle handle)
    {
        using var lease = new HandleLease(handle);
        return IdentityOf(lease.Fd);
    }

    internal static (ulong Device, ulong Inode) IdentityOf(int fd)
    {
        stat info;
        return LibC.fstat(fd, &info) < 0
            ? throw LinuxException.Last("fstat network namespace")
            : ((ulong)info.st_dev, (ulong)info.st_ino);
    }

    // ESRCH: a /proc/PID/ns/net whose process ended between open's steps. ENXIO: a socket lies at the path.
    private static bool MeansAbsent(int errno) =>
        errno == LibC.ENOENT || errno == LibC.ENOTDIR || errno == LibC.ESRCH || errno == LibC.ENXIO || errno == LibC.EINVAL;

    private static NetworkNamespace? TryOpen(string path, out LinuxException? error)
    {
        error = null;
        SafeFileHandle? handle = null;
        try
        {
            handle = OpenFile(path);
            Verify(handle, path);
            return new NetworkNamespace(handle, owned: true);
        }
        catch (LinuxException e)
        {
            handle?.Dispose();
            error = e;
            return null;
        }
    }

    private static SafeFileHandle OpenFile(string path)
    {
        fixed (byte* native = NativePath.Encode(path))
        {
            // O_NONBLOCK: a FIFO in the namespace's place must not hold the caller for ever.
            var fd = LibC.open(native, LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NONBLOCK | LibC.O_NOCTTY, default);
            return fd < 0 ? throw LinuxException.Last($"open {path}") : new SafeFileHandle(fd, ownsHandle: true);
        }
    }

    private static void Verify(SafeHandle handle, string name)
    {
        if (SimulatedNamespace.IsAny && SimulatedNamespace.Find(IdentityOf(handle)) is not null)
        {
            return;
        }

        using var lease = new HandleLease(handle);
        var magic = Interop.FileSystemMagic(lease.Fd);
        if (magic < 0)
        {
            throw LinuxException.Last($"fstatfs {name}");
        }

        // The ioctl number means something else to another file system's files, so nsfs first.
        if (magic != Interop.NSFS_MAGIC || LibC.ioctl(lease.Fd, NS_GET_NSTYPE) != LibC.CLONE_NEWNET)
        {
            throw new LinuxException($"open {name}", LibC.EINVAL, "not a network namespace");
        }
    }

    /// <summary>Computed once a type: Run is on the hot path.</summary>
    private static class AsyncResult<T>
    {
        public static readonly bool IsTask =
            typeof(Task).IsAssignableFrom(typeof(T))
            || typeof(T) == typeof(ValueTask)
            || (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ValueTask<>));
    }
}
