using System.IO.Enumeration;
using System.Text;
using CniChain.Linux;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>A folder held open, and its files by name: relative to the descriptor, never through a symbolic link.</summary>
/// <remarks>
/// .NET's File follows links, and reports a name that is taken by an exception, at fifty times the price of the system call: a
/// search for a free address hits many of those.
/// </remarks>
internal sealed unsafe class OpenFolder : IDisposable
{
    private const int FileMode = 0b110_000_000;
    private readonly SafeFileHandle _handle;

    private OpenFolder(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>Which folder it is, and when it was last changed.</summary>
    public FolderState State
    {
        get
        {
            var facts = Facts(Fd, null);
            return new FolderState((ulong)facts.st_dev, (ulong)facts.st_ino, Nanoseconds(facts.st_mtim));
        }
    }

    private int Fd => (int)_handle.DangerousGetHandle();

    /// <summary>Opens a folder.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="LinuxException">It is a symbolic link or not a folder (ENOTDIR), or may not be read.</exception>
    public static OpenFolder? TryOpen(string path)
    {
        fixed (byte* native = Native(path))
        {
            var fd = LibC.open(native, LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_NOFOLLOW | LibC.O_CLOEXEC);
            if (fd >= 0)
            {
                return new OpenFolder(path, new SafeFileHandle(fd, ownsHandle: true));
            }

            var errno = LibC.errno;
            return errno == LibC.ENOENT ? null : throw new LinuxException($"open the folder {path}", errno);
        }
    }

    /// <summary>Creates a file, mode 0600, with all of its content.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its content.</param>
    /// <param name="mark">Its <see cref="SmallFile.Mark"/>, null for none; where the file system keeps no such things it is left out.</param>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="LinuxException">It could not be created or written; nothing is left of it.</exception>
    public bool TryCreate(string name, ReadOnlySpan<byte> content, string? mark)
    {
        using var file = OpenFile(name, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_EXCL, LibC.EEXIST);
        if (file is null)
        {
            return false;
        }

        try
        {
            WriteAll(file, content, name);
            if (mark is not null)
            {
                FileMark.Set(file, mark);
            }

            return true;
        }
        catch
        {
            Remove(name);
            throw;
        }
    }

    /// <summary>Writes a file anew, mode 0600 when it is created by this.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        // Cut to length afterwards: a file emptied by O_TRUNC and closed is written out to disk at once by ext4 (auto_da_alloc). And only
        // one that is longer: ext4 begins a transaction for any other, too.
        using var file = OpenFile(name, LibC.O_WRONLY | LibC.O_CREAT)!;
        WriteAll(file, content, name);
        var fd = (int)file.DangerousGetHandle();
        if (Facts(fd, name).st_size > content.Length)
        {
            Check(LibC.ftruncate(fd, content.Length), "cut", name);
        }
    }

    /// <summary>Reads a small file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="most">How many bytes to read at most.</param>
    /// <returns>What it holds: nothing, when it is a symbolic link. Null when there is no such file.</returns>
    public string? ReadText(string name, int most) => Read(name, most, withAge: false)?.Text;

    /// <summary>Reads a small file, and what tells its age. See <see cref="ReadText"/>.</summary>
    public SmallFile? Read(string name, int most) => Read(name, most, withAge: true);

    /// <summary>Reads a file of any length; null when there is none of that name, or a symbolic link.</summary>
    public byte[]? ReadBytes(string name)
    {
        using var file = OpenFile(name, LibC.O_RDONLY | LibC.O_NONBLOCK, LibC.ENOENT, LibC.ELOOP);
        if (file is null)
        {
            return null;
        }

        var fd = (int)file.DangerousGetHandle();
        var bytes = new byte[(long)Facts(fd, name).st_size];
        fixed (byte* start = bytes)
        {
            return Check(LibC.read(fd, start, bytes.Length), "read", name) == bytes.Length ? bytes : null;
        }
    }

    /// <summary>Removes a file; none of that name is fine.</summary>
    public void Remove(string name)
    {
        fixed (byte* native = Native(name))
        {
            if (LibC.unlinkat(Fd, native, 0) < 0 && LibC.errno is var errno && errno != LibC.ENOENT)
            {
                throw new LinuxException($"remove {Path}/{name}", errno);
            }
        }
    }

    /// <summary>The names in the folder, those of folders left out.</summary>
    public IEnumerable<string> Names() => new FileSystemEnumerable<string>(
        Path,
        (ref FileSystemEntry entry) => entry.FileName.ToString(),
        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
    };

    /// <summary>Sets the folder's modification time, in nanoseconds since 1970.</summary>
    public void SetModified(long nanoseconds)
    {
        var times = stackalloc timespec[2];
        times[0].tv_nsec = LibC.UTIME_OMIT;
        times[1].tv_sec = nanoseconds / 1_000_000_000;
        times[1].tv_nsec = (long_t)(nanoseconds % 1_000_000_000);
        Check(LibC.futimens(Fd, times), "set the time of", null);
    }

    /// <summary>Why nothing can be written here: a read-only file system, an immutable folder, missing rights.</summary>
    /// <returns>The system's words; null when it can.</returns>
    public string? ExplainUnwritable()
    {
        fixed (byte* native = Native("."))
        {
            return LibC.faccessat(Fd, native, LibC.W_OK | LibC.X_OK, 0) == 0
                ? null
                : new LinuxException($"write in {Path}", LibC.errno).Message;
        }
    }

    /// <summary>Why others than the administrator may put files here; null when they may not.</summary>
    public string? ExplainDistrust() => FolderTrust.Explain(Path, Facts(Fd, null));

    public void Dispose() => _handle.Dispose();

    internal static byte[] Native(string path)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }

    private static long Nanoseconds(timespec time) => ((long)time.tv_sec * 1_000_000_000) + (long)time.tv_nsec;

    private stat Facts(int fd, string? name)
    {
        stat facts;
        Check(LibC.fstat(fd, &facts), "look at", name);
        return facts;
    }

    private SmallFile? Read(string name, int most, bool withAge)
    {
        // O_NONBLOCK: a FIFO of that name would otherwise hang the reader.
        using var file = OpenFile(name, LibC.O_RDONLY | LibC.O_NONBLOCK, LibC.ENOENT, LibC.ELOOP);
        if (file is null)
        {
            return LibC.errno == LibC.ELOOP ? SmallFile.Nothing : null;
        }

        var fd = (int)file.DangerousGetHandle();
        var buffer = stackalloc byte[most];
        var length = Check(LibC.read(fd, buffer, most), "read", name);
        var text = Encoding.UTF8.GetString(buffer, (int)length);
        return withAge ? new SmallFile(text, FileMark.Get(file), Nanoseconds(Facts(fd, name).st_mtim)) : SmallFile.Nothing with { Text = text };
    }

    /// <summary>Opens a file; null, with errno as it was, for the errors the caller expects.</summary>
    private SafeFileHandle? OpenFile(string name, int flags, params ReadOnlySpan<int> expected)
    {
        fixed (byte* native = Native(name))
        {
            var fd = LibC.openat(Fd, native, flags | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, FileMode);
            if (fd >= 0)
            {
                return new SafeFileHandle(fd, ownsHandle: true);
            }

            var errno = LibC.errno;
            return expected.Contains(errno) ? null : throw new LinuxException($"open {Path}/{name}", errno);
        }
    }

    private void WriteAll(SafeFileHandle file, ReadOnlySpan<byte> content, string name)
    {
        fixed (byte* bytes = content)
        {
            var written = Check(LibC.write((int)file.DangerousGetHandle(), bytes, content.Length), "write", name);
            if (written < content.Length)
            {
                throw new LinuxException($"write {Path}/{name}", LibC.ENOSPC);
            }
        }
    }

    private long Check(long result, string doing, string? name) =>
        result >= 0 ? result : throw new LinuxException(name is null ? $"{doing} {Path}" : $"{doing} {Path}/{name}", LibC.errno);
}
