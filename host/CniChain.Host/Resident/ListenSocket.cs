using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Host.Resident;

/// <summary>The socket the host listens on: handed over by a service manager, or its own at a path.</summary>
internal sealed class ListenSocket : IDisposable
{
    private const int FirstInheritedDescriptor = 3; // sd_listen_fds(3)
    private const int Backlog = 1024;

    // sun_path with its NUL (unix(7)).
    private const int LongestPath = 107;

    private readonly string? _ownPath;
    private readonly (ulong Device, ulong Inode)? _ownFile;

    private ListenSocket(Socket socket, string? ownPath)
    {
        Socket = socket;
        _ownPath = ownPath;
        _ownFile = ownPath is null ? null : FileIdentity.Of(ownPath);
    }

    public Socket Socket { get; }

    /// <summary>Whether the path leads to this socket no more: somebody cleaned up in its folder, and the next call has started another host.</summary>
    public bool IsDisplaced => _ownPath is not null && FileIdentity.Of(_ownPath) != _ownFile;

    /// <summary>Takes the socket a service manager passed (LISTEN_PID, LISTEN_FDS), if it did.</summary>
    /// <returns>The socket; null when there is none for this process.</returns>
    public static ListenSocket? Inherit()
    {
        var mine = Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (!mine || Environment.GetEnvironmentVariable("LISTEN_FDS") != "1")
        {
            return null;
        }

        // It comes without, and an executed plugin that outlives the host would keep callers waiting at a socket nobody accepts from.
        _ = LibC.fcntl(FirstInheritedDescriptor, LibC.F_SETFD, LibC.FD_CLOEXEC);
        return new ListenSocket(new Socket(new SafeSocketHandle(FirstInheritedDescriptor, ownsHandle: true)), null);
    }

    /// <summary>Listens at a path, mode 0600, in place of a socket nobody listens on any more.</summary>
    /// <param name="path">The path; its folder is made with mode 0700 when it is absent.</param>
    /// <returns>The socket; null when another host listens there already.</returns>
    /// <exception cref="IOException">Nobody can listen there; the same for what the file system and the socket say in other exceptions.</exception>
    public static ListenSocket? Bind(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw new IOException($"a socket's path has {LongestPath} bytes at most");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // Two hosts that start together must not take the path from one another.
        using var one = FileLock.Acquire(path + ".lock", TimeSpan.FromSeconds(10));
        if (SomebodyListens(path))
        {
            return null;
        }

        // Bound beside and moved into place: at no moment does the path name a socket that refuses.
        // Its name is short, since a socket's path must be.
        var temporary = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{Environment.ProcessId}"));
        File.Delete(temporary);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(temporary));
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            File.Move(temporary, path, overwrite: true);
            return new ListenSocket(socket, path);
        }
        catch
        {
            socket.Dispose();
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Lets nobody new in: callers from now on start another host. Those who connected already still wait in the backlog.</summary>
    public void Withdraw()
    {
        if (_ownPath is not null && !IsDisplaced)
        {
            File.Delete(_ownPath);
        }
    }

    public void Dispose() => Socket.Dispose();

    private static bool SomebodyListens(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
