using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux;

/// <summary>Kernel settings below /proc/sys (sysctl(8), Documentation/networking/ip-sysctl.rst).</summary>
/// <remarks>
/// A key below <c>net</c> means the calling thread's network namespace, so use it inside <see cref="NetworkNamespace.Run(Action)"/>.
/// A key has dots (<c>net.ipv4.ip_forward</c>) or slashes (<c>net/ipv4/conf/eth0.5/forwarding</c>); the first one met decides, and
/// the other sort is then part of a name. With dots, a slash stands for a dot in a name, as sysctl(8) has it.
/// </remarks>
public static unsafe class Sysctl
{
    private const string Root = "/proc/sys/";

    // proc_dointvec and its like refuse to split a value over several writes, and give at most a page.
    private const int MaxValue = 4096;

    /// <summary>Reads a setting.</summary>
    /// <returns>Its value without the line's end; null when this kernel, or this namespace, has no such setting.</returns>
    /// <exception cref="LinuxException">It exists and cannot be read.</exception>
    /// <exception cref="ArgumentException">The key has an empty part, or one that is a dot or two.</exception>
    public static string? Read(string key)
    {
        var path = PathOf(key);
        if (SimulatedNamespace.Current is { } simulated)
        {
            return simulated.ReadSysctl(path[Root.Length..]);
        }

        using var file = TryOpen(path, LibC.O_RDONLY);
        if (file is null)
        {
            var errno = LibC.errno;
            return errno == LibC.ENOENT || errno == LibC.ENOTDIR ? null : throw new LinuxException($"open {path}", errno);
        }

        return ReadFrom(file, path);
    }

    /// <summary>Writes a setting.</summary>
    /// <exception cref="LinuxException">ENOENT when there is no such setting, EINVAL when the kernel does not take the value,
    /// EROFS where /proc/sys is mounted read-only.</exception>
    /// <exception cref="ArgumentException">The key has an empty part, or one that is a dot or two.</exception>
    public static void Write(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var path = PathOf(key);
        if (SimulatedNamespace.Current is { } simulated)
        {
            simulated.WriteSysctl(path[Root.Length..], value);
            return;
        }

        using var file = TryOpen(path, LibC.O_WRONLY) ?? throw LinuxException.Last($"open {path}");
        WriteTo(file, path, value);
    }

    /// <summary>Writes a setting unless it has the value already: some writes have effects even then, and some mounts are read-only.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="LinuxException">As <see cref="Write"/>.</exception>
    public static bool WriteIfDifferent(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var path = PathOf(key);

        // Opened once for both: the kernel looks for a file below net among those of its name in all namespaces, 5 us with one of them and
        // 30 with 300. What may not be written is only read here, and need not be written when it has the value.
        using var file = SimulatedNamespace.Current is null ? TryOpen(path, LibC.O_RDWR) : null;
        var present = file is null ? Read(key) : ReadFrom(file, path);
        if (present is not null && SameWords(present, value))
        {
            return false;
        }

        if (file is null)
        {
            Write(key, value);
        }
        else
        {
            WriteTo(file, path, value);
        }

        return true;
    }

    /// <summary>The file of a key.</summary>
    internal static string PathOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var first = key.AsSpan().IndexOfAny('.', '/');
        var relative = first >= 0 && key[first] == '.' ? Swap(key) : key;
        foreach (var range in relative.AsSpan().Split('/'))
        {
            if (relative.AsSpan(range) is "" or "." or "..")
            {
                throw new ArgumentException($"'{key}' is not a sysctl key: it has an empty part, or one that is a dot or two.", nameof(key));
            }
        }

        return Root + relative;
    }

    private static string Swap(string key) =>
        string.Create(key.Length, key, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = source[i] switch { '.' => '/', '/' => '.', var c => c };
            }
        });

    private static SafeFileHandle? TryOpen(string path, int mode)
    {
        fixed (byte* native = NativePath.Encode(path))
        {
            var fd = LibC.open(native, mode | LibC.O_CLOEXEC, default);
            return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
        }
    }

    private static string ReadFrom(SafeFileHandle file, string path)
    {
        var buffer = stackalloc byte[MaxValue];
        using var lease = new HandleLease(file);
        var length = (int)(long)LibC.read(lease.Fd, buffer, MaxValue);
        return length < 0
            ? throw LinuxException.Last($"read {path}")
            : Encoding.UTF8.GetString(buffer, length).TrimEnd('\n');
    }

    private static void WriteTo(SafeFileHandle file, string path, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value + '\n');
        using var lease = new HandleLease(file);
        fixed (byte* start = bytes)
        {
            // From the start, where nothing but a value may be written (kernel.sysctl_writes_strict).
            if ((long)LibC.pwrite(lease.Fd, start, bytes.Length, 0) < 0)
            {
                throw LinuxException.Last($"write '{value}' to {path}");
            }
        }
    }

    /// <summary>The kernel separates the numbers of a value with tabs, people with blanks.</summary>
    private static bool SameWords(string left, string right)
    {
        char[] blanks = [' ', '\t', '\n'];
        return left == right
            || left.Split(blanks, StringSplitOptions.RemoveEmptyEntries).AsSpan()
                .SequenceEqual(right.Split(blanks, StringSplitOptions.RemoveEmptyEntries));
    }
}
