using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux.Packets;

/// <summary>Waits for any of many descriptors on one thread (epoll(7)).</summary>
/// <remarks><see cref="Add"/>, <see cref="Remove"/> and <see cref="Wake"/> from any thread; <see cref="Wait"/> from one at a time.</remarks>
public sealed unsafe class Poller : IDisposable
{
    private const int BatchSize = 64;
    private const ulong WakeKey = ulong.MaxValue;

    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;

    /// <summary>Makes a poller.</summary>
    /// <exception cref="LinuxException">EMFILE, ENFILE.</exception>
    public Poller()
    {
        _epoll = Take(LibC.epoll_create1(LibC.EPOLL_CLOEXEC), "create epoll");
        _wake = Take(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK), "create eventfd");
        Add(_wake, WakeKey);
    }

    /// <summary>Watches a descriptor for something to read.</summary>
    /// <param name="handle">The descriptor; take it out before it is closed.</param>
    /// <param name="key">What <see cref="Wait"/> calls it; not <see cref="ulong.MaxValue"/>.</param>
    /// <exception cref="LinuxException">EEXIST when it is watched already.</exception>
    public void Add(SafeHandle handle, ulong key)
    {
        var what = new epoll_event { events = LibC.EPOLLIN, data = new epoll_data_t { u64 = key } };
        Control(LibC.EPOLL_CTL_ADD, handle, &what);
    }

    /// <summary>Watches a descriptor no longer.</summary>
    /// <param name="handle">The descriptor, still open.</param>
    public void Remove(SafeHandle handle)
    {
        epoll_event nothing;
        Control(LibC.EPOLL_CTL_DEL, handle, &nothing);
    }

    /// <summary>Waits.</summary>
    /// <param name="ready">Takes the keys of descriptors with something to read; as many as have room, 64 at most.</param>
    /// <param name="timeout">How long to wait for the first; null for ever.</param>
    /// <returns>How many keys. 0 when the time is over, or somebody called <see cref="Wake"/>.</returns>
    /// <exception cref="LinuxException">What epoll_wait(2) says.</exception>
    public int Wait(Span<ulong> ready, TimeSpan? timeout)
    {
        var events = stackalloc epoll_event[BatchSize];
        var milliseconds = timeout is { } t ? (int)Math.Clamp(Math.Ceiling(t.TotalMilliseconds), 0, int.MaxValue) : -1;
        using var epoll = new HandleLease(_epoll);
        var count = LibC.epoll_wait(epoll.Fd, events, Math.Min(ready.Length, BatchSize), milliseconds);
        if (count < 0)
        {
            return LibC.errno == LibC.EINTR ? 0 : throw LinuxException.Last("wait for descriptors");
        }

        var found = 0;
        for (var i = 0; i < count; i++)
        {
            if (events[i].data.u64 == WakeKey)
            {
                ulong value;
                using var wake = new HandleLease(_wake);
                _ = LibC.read(wake.Fd, &value, sizeof(ulong));
            }
            else
            {
                ready[found++] = events[i].data.u64;
            }
        }

        return found;
    }

    /// <summary>Ends a wait, the present or else the next.</summary>
    public void Wake()
    {
        ulong one = 1;
        using var wake = new HandleLease(_wake);
        _ = LibC.write(wake.Fd, &one, sizeof(ulong));
    }

    /// <summary>Closes it; nobody may be waiting.</summary>
    public void Dispose()
    {
        _epoll.Dispose();
        _wake.Dispose();
    }

    private static SafeFileHandle Take(int fd, string operation) =>
        fd < 0 ? throw LinuxException.Last(operation) : new SafeFileHandle(fd, ownsHandle: true);

    private void Control(int operation, SafeHandle handle, epoll_event* what)
    {
        using var epoll = new HandleLease(_epoll);
        using var target = new HandleLease(handle);
        if (LibC.epoll_ctl(epoll.Fd, operation, target.Fd, what) < 0)
        {
            throw LinuxException.Last("change the set of descriptors waited for");
        }
    }
}
