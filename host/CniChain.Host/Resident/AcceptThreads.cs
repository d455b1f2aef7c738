using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host.Resident;

/// <summary>Threads in line at the listening socket: who takes a connection serves it, on the same thread.</summary>
/// <remarks>
/// Through the runtime's event loop, two threads would wake one after the other before anything of a request is read. Here the kernel wakes
/// one of those in line, and says nothing more of the socket until that one has taken its connection (EPOLLONESHOT).
/// </remarks>
/// <param name="socket">The listening socket.</param>
/// <param name="waitForRoom">Returns when one connection more may be served, or none is to be taken any more.</param>
/// <param name="prepare">Counts a connection in; what it returns is worked off, on the thread that has taken the connection. Throws nothing.</param>
/// <param name="failed">Told of a connection that could not be taken; the socket is tried again after a moment.</param>
internal sealed class AcceptThreads(Socket socket, Action waitForRoom, Func<Socket, OperationLoop> prepare, Action<SocketException> failed) : IDisposable
{
    // In line, not serving: a thread more for each operation that blocks is made when it is needed.
    private const int MostInLine = 4;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SafeFileHandle _stop = Checked(LibC.eventfd(0, LibC.EFD_CLOEXEC | LibC.EFD_NONBLOCK));
    private readonly SafeFileHandle _queue = Checked(LibC.epoll_create1(LibC.EPOLL_CLOEXEC));
    private volatile int _inLine;
    private volatile bool _stopping;

    /// <summary>Starts with one thread.</summary>
    public void Start()
    {
        Tell(LibC.EPOLL_CTL_ADD, _stop, LibC.EPOLLIN);
        Tell(LibC.EPOLL_CTL_ADD, socket.SafeHandle, LibC.EPOLLIN | LibC.EPOLLONESHOT);
        StartThread(isFirst: true);
    }

    /// <summary>Ends the accepting; connections that are served go on.</summary>
    /// <returns>Done when nobody is at the socket any more.</returns>
    public unsafe Task StopAsync()
    {
        _stopping = true;
        var one = 1UL;
        _ = LibC.write((int)_stop.DangerousGetHandle(), &one, sizeof(ulong));
        return _ended.Task;
    }

    public void Dispose()
    {
        _queue.Dispose();
        _stop.Dispose();
    }

    private void StartThread(bool isFirst = false)
    {
        Interlocked.Increment(ref _inLine);
        try
        {
            new Thread(Loop) { IsBackground = true, Name = "accept" }.Start();
        }
        catch (OutOfMemoryException) when (!isFirst)
        {
            // No memory, or as many threads as the service may have: whoever is served first comes back to the socket.
            Interlocked.Decrement(ref _inLine);
        }
    }

    private void Loop()
    {
        do
        {
            if (Take() is not { } connection)
            {
                if (Interlocked.Decrement(ref _inLine) == 0)
                {
                    _ended.TrySetResult();
                }

                return;
            }

            if (Interlocked.Decrement(ref _inLine) == 0)
            {
                StartThread();
            }

            connection.Work();
        }
        while (TryGetInLine());
    }

    /// <summary>Goes back to the line, unless it is long enough: counted only then, or whoever leaves it last would count on this thread.</summary>
    private bool TryGetInLine()
    {
        int length;
        do
        {
            length = _inLine;
            if (length >= MostInLine)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref _inLine, length + 1, length) != length);
        return true;
    }

    /// <summary>Waits for a connection; null at the end.</summary>
    private OperationLoop? Take()
    {
        while (WaitForOne())
        {
            try
            {
                waitForRoom();
                if (_stopping)
                {
                    return null;
                }

                return prepare(socket.Accept());
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                // The peer has gone again.
            }
            catch (SocketException e)
            {
                failed(e);
                Thread.Sleep(s_pause);
            }
            finally
            {
                // Whoever is next in line may go to the socket.
                Tell(LibC.EPOLL_CTL_MOD, socket.SafeHandle, LibC.EPOLLIN | LibC.EPOLLONESHOT);
            }
        }

        return null;
    }

    private unsafe bool WaitForOne()
    {
        epoll_event one;
        var count = 0;
        while (count <= 0 && !_stopping)
        {
            count = LibC.epoll_wait((int)_queue.DangerousGetHandle(), &one, 1, -1);
        }

        return !_stopping;
    }

    private unsafe void Tell(int operation, SafeHandle watched, int events)
    {
        epoll_event wanted = default;
        wanted.events = events;
        if (LibC.epoll_ctl((int)_queue.DangerousGetHandle(), operation, (int)watched.DangerousGetHandle(), &wanted) < 0)
        {
            throw new SocketException(Marshal.GetLastSystemError());
        }
    }

    private static SafeFileHandle Checked(int fd) =>
        fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw new SocketException(Marshal.GetLastSystemError());
}
