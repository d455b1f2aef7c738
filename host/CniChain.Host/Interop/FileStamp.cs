using System.Text;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>What stat(2) says of a file that has another content, another owner or another mode by now: never the same.</summary>
/// <param name="Device">st_dev.</param>
/// <param name="Inode">st_ino.</param>
/// <param name="Size">st_size.</param>
/// <param name="Modified">st_mtim, nanoseconds.</param>
/// <param name="Changed">st_ctim, nanoseconds: the one that nobody can set back.</param>
internal readonly record struct FileStamp(ulong Device, ulong Inode, long Size, long Modified, long Changed)
{
    // The kernel stamps with the time of its last tick: two writes within one look the same. A tick is at most 10 ms.
    private const long TickNanoseconds = 20_000_000;

    /// <summary>Whether there was anything.</summary>
    public bool Exists => Inode != 0;

    /// <summary>Looks. Links are followed.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The stamp; the default when there is nothing, or it cannot be looked at.</returns>
    public static unsafe FileStamp Of(string path)
    {
        stat info;
        Span<byte> native = stackalloc byte[512];
        var bytes = Encoding.UTF8.GetMaxByteCount(path.Length) < native.Length ? native : new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        bytes[Encoding.UTF8.GetBytes(path, bytes)] = 0;
        fixed (byte* name = bytes)
        {
            return LibC.stat(name, &info) < 0
                ? default
                : new FileStamp(
                    (ulong)info.st_dev, (ulong)info.st_ino, (long)info.st_size, Nanoseconds(info.st_mtim), Nanoseconds(info.st_ctim));
        }
    }

    /// <summary>Whether a write that came after this look would show: the last one must be older than the clock's tick.</summary>
    /// <param name="now">The time of the look.</param>
    public bool IsSettled(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks * 100 - Changed > TickNanoseconds;

    private static long Nanoseconds(timespec time) => ((long)time.tv_sec * 1_000_000_000) + (long)time.tv_nsec;
}
