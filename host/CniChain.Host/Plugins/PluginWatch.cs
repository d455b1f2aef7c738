using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>Whether anything may have happened to files and folders since they were looked at (inotify(7)). Not safe for concurrent use.</summary>
/// <remarks>
/// A change is in the kernel's queue before the call that made it returns, so one look at the queue stands for a look at every file. It does
/// not tell of everything: a file system mounted on a folder, a folder above renamed, another machine's write. So once a second the files
/// have to be looked at all the same.
/// </remarks>
internal sealed unsafe partial class PluginWatch(TimeProvider time)
{
    // linux/inotify.h
    private const uint IN_MODIFY = 0x2;
    private const uint IN_ATTRIB = 0x4;
    private const uint IN_CLOSE_WRITE = 0x8;
    private const uint IN_MOVED_FROM = 0x40;
    private const uint IN_MOVED_TO = 0x80;
    private const uint IN_CREATE = 0x100;
    private const uint IN_DELETE = 0x200;
    private const uint IN_DELETE_SELF = 0x400;
    private const uint IN_MOVE_SELF = 0x800;
    private const uint IN_IGNORED = 0x8000;
    private const uint IN_MASK_ADD = 0x20000000;
    private const uint Appearing = IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF;
    private const uint Changing = Appearing | IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_DELETE;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private readonly SafeFileHandle? _queue = Open();
    private readonly HashSet<int> _watched = [];
    private bool _isCovered;
    private bool _hasHeard;
    private long _looked;

    /// <summary>Whether nothing has happened since the last look, all of which was watched from before it began.</summary>
    public bool IsQuiet()
    {
        _hasHeard |= HasEvents();
        return !_hasHeard && _isCovered && time.GetElapsedTime(_looked) < s_longest;
    }

    /// <summary>There is more to be watched than the last look covered.</summary>
    public void Uncover() => _isCovered = false;

    /// <summary>Says what the look that has just ended was at. What is new among it counts as watched only after another look.</summary>
    /// <param name="paths">Files and folders, there or not. Of links, what they lead to is watched.</param>
    /// <param name="isSame">Whether it found everything as the look before did: then what was watched still is.</param>
    public void Cover(IEnumerable<string> paths, bool isSame = false)
    {
        _looked = time.GetTimestamp();
        if (isSame && _isCovered && !_hasHeard)
        {
            return;
        }

        _hasHeard = false;
        _isCovered = _queue is not null;
        foreach (var path in paths)
        {
            _isCovered &= Add(path);
        }
    }

    private static SafeFileHandle? Open()
    {
        var fd = inotify_init1(LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : null;
    }

    /// <summary>Watches a path, or the folder in which it, or the way to it, would appear.</summary>
    /// <returns>Whether it was watched before.</returns>
    private bool Add(string path)
    {
        var mask = Changing;
        for (var at = path; at is not null && _queue is not null; at = Path.GetDirectoryName(at))
        {
            int watch;
            fixed (byte* native = Encoding.UTF8.GetBytes(at + '\0'))
            {
                watch = inotify_add_watch((int)_queue.DangerousGetHandle(), native, mask | IN_MASK_ADD);
            }

            if (watch >= 0)
            {
                return !_watched.Add(watch);
            }

            if (Marshal.GetLastPInvokeError() != LibC.ENOENT)
            {
                return false; // No more watches for this user, or no way to it.
            }

            mask = Appearing;
        }

        return false;
    }

    private bool HasEvents()
    {
        if (_queue is null)
        {
            return true;
        }

        const int size = 4096;
        var buffer = stackalloc byte[size];
        var any = false;
        int length;
        while ((length = (int)(long)LibC.read((int)_queue.DangerousGetHandle(), buffer, size)) > 0)
        {
            any = true;
            for (var at = 0; at < length;)
            {
                var entry = (InotifyEvent*)(buffer + at);
                if ((entry->mask & IN_IGNORED) != 0)
                {
                    _watched.Remove(entry->wd);
                }

                at += sizeof(InotifyEvent) + (int)entry->len;
            }
        }

        return any;
    }

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int inotify_add_watch(int fd, byte* pathname, uint mask);

    [StructLayout(LayoutKind.Sequential)]
    private struct InotifyEvent
    {
        public int wd;
        public uint mask;
        public uint cookie;
        public uint len;
    }
}
