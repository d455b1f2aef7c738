using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux.Netlink;

/// <summary>A socket of the running kernel.</summary>
internal sealed unsafe class KernelTransport : NetlinkTransport
{
    // The kernel fills a dump's datagrams up to what the reader offers, and to 32 KiB at most (net/netlink/af_netlink.c).
    private const int InitialReceiveBuffer = 32 * 1024;

    // A batch's answers queue up before the first can be read. Nothing is allocated until they do.
    private const int KernelReceiveBuffer = 1024 * 1024;

    private readonly NetlinkProtocol _protocol;
    private readonly (ulong Device, ulong Inode) _namespace;
    private SafeFileHandle _socket;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialReceiveBuffer);
    private int _sendLimit;
    private bool _isSpoiled;

    private KernelTransport(NetlinkProtocol protocol, SafeFileHandle socket, (ulong Device, ulong Inode) ns = default)
    {
        _protocol = protocol;
        _socket = socket;
        _namespace = ns;
    }

    public override NetlinkProtocol Protocol => _protocol;

    /// <summary>Opens a socket in a namespace, where it stays; or takes one that was opened there before.</summary>
    public static new NetlinkTransport Open(NetlinkProtocol protocol, NetworkNamespace? ns, uint groups)
    {
        if (groups == 0 && (ns?.Identity ?? NetworkNamespace.FindCurrentIdentity()) is { } identity)
        {
            return NetlinkSocketPool.For(protocol, identity)?.TryTake(identity)
                ?? new KernelTransport(protocol, OpenSocketIn(ns, protocol, groups), identity);
        }

        return new KernelTransport(protocol, OpenSocketIn(ns, protocol, groups));
    }

    public override (ulong Device, ulong Inode)? FindNamespace()
    {
        if (_namespace != default)
        {
            return _namespace;
        }

        using var handle = OpenNamespace();
        if (handle is null)
        {
            return null;
        }

        using var ns = NetworkNamespace.FromHandle(handle);
        return ns.Identity;
    }

    public override bool TryRenew()
    {
        if (TryOpenSocketBeside() is not { } renewed)
        {
            return false;
        }

        var previous = Interlocked.Exchange(ref _socket, renewed);
        _sendLimit = 0;
        if (_protocol == NetlinkProtocol.Netfilter)
        {
            // Closing may wait; see NetlinkSocketPool.
            ThreadPool.UnsafeQueueUserWorkItem(static socket => socket.Dispose(), previous, preferLocal: false);
        }
        else
        {
            previous.Dispose();
        }

        return true;
    }

    public override NetlinkTransport? TryOpenBeside()
    {
        if (FindNamespace() is not { } ns)
        {
            return null;
        }

        return NetlinkSocketPool.For(_protocol, ns)?.TryTake(ns)
            ?? (TryOpenSocketBeside() is { } socket ? new KernelTransport(_protocol, socket, ns) : null);
    }

    public override void Subscribe(uint group, bool isWanted)
    {
        using var socket = new HandleLease(_socket);
        var option = isWanted ? NetlinkConstants.NETLINK_ADD_MEMBERSHIP : NetlinkConstants.NETLINK_DROP_MEMBERSHIP;
        if (LibC.setsockopt(socket.Fd, LibC.SOL_NETLINK, option, &group, sizeof(uint)) < 0)
        {
            _isSpoiled = true;
            throw LinuxException.Last($"subscribe to {_protocol} netlink groups");
        }
    }

    public override void Send(ReadOnlySpan<byte> messages, string operation)
    {
        using var socket = new HandleLease(_socket);
        EnsureSendBuffer(socket.Fd, messages.Length);
        var kernel = new SockAddrNl { nl_family = (ushort)LibC.AF_NETLINK };
        fixed (byte* bytes = messages)
        {
            ssize_t sent;
            do
            {
                sent = LibC.sendto(socket.Fd, bytes, messages.Length, 0, (sockaddr*)&kernel, SockAddrNl.Size);
            }
            while ((long)sent < 0 && LibC.errno == LibC.EINTR);

            if ((long)sent < 0)
            {
                _isSpoiled = true;
                throw new NetlinkException(operation, LibC.errno);
            }
        }
    }

    public override NetlinkReceived Receive(TimeSpan timeout, out ReadOnlySpan<byte> datagram)
    {
        using var socket = new HandleLease(_socket);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var received = TryReceive(socket.Fd, out datagram);
            if (received != NetlinkReceived.Nothing)
            {
                _isSpoiled |= received == NetlinkReceived.Lost;
                return received;
            }

            var left = timeout - TimeProvider.System.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                // An answer that was waited for in vain may still come.
                _isSpoiled |= timeout > TimeSpan.Zero;
                return NetlinkReceived.Nothing;
            }

            WaitReadable(socket.Fd, left);
        }
    }

    public override void Release()
    {
        if (_isSpoiled || _namespace == default || NetlinkSocketPool.For(_protocol, _namespace)?.TryPut(_namespace, this) != true)
        {
            Close(returnBuffer: true);
        }
    }

    public override void Close(bool returnBuffer)
    {
        _socket.Dispose();
        if (returnBuffer)
        {
            var buffer = Interlocked.Exchange(ref _buffer, []);
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private SafeFileHandle? OpenNamespace()
    {
        using var socket = new HandleLease(_socket);
        var fd = LibC.ioctl(socket.Fd, NetlinkConstants.SIOCGSKNS);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    private SafeFileHandle? TryOpenSocketBeside()
    {
        using var handle = OpenNamespace();
        if (handle is null)
        {
            return null;
        }

        using var ns = NetworkNamespace.FromHandle(handle);
        return ns.Run(() => OpenSocket(_protocol, groups: 0));
    }

    private static SafeFileHandle OpenSocketIn(NetworkNamespace? ns, NetlinkProtocol protocol, uint groups) =>
        ns is null ? OpenSocket(protocol, groups) : ns.Run(() => OpenSocket(protocol, groups));

    private static SafeFileHandle OpenSocket(NetlinkProtocol protocol, uint groups)
    {
        var fd = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, (int)protocol);
        if (fd < 0)
        {
            throw LinuxException.Last($"open {protocol} netlink socket");
        }

        var socket = new SafeFileHandle(fd, ownsHandle: true);
        SetOptions(fd, protocol);

        // Without groups the kernel binds at the first send, which saves a call.
        var address = new SockAddrNl { nl_family = (ushort)LibC.AF_NETLINK, nl_groups = groups };
        if (groups != 0 && LibC.bind(fd, (sockaddr*)&address, SockAddrNl.Size) < 0)
        {
            var error = LinuxException.Last($"subscribe to {protocol} netlink groups");
            socket.Dispose();
            throw error;
        }

        return socket;
    }

    /// <summary>Each option is an improvement that an older kernel may lack (EXT_ACK 4.12, STRICT_CHK 4.20), so none is required.</summary>
    private static void SetOptions(int fd, NetlinkProtocol protocol)
    {
        var on = 1;
        _ = LibC.setsockopt(fd, LibC.SOL_NETLINK, NetlinkConstants.NETLINK_EXT_ACK, &on, sizeof(int));
        _ = LibC.setsockopt(fd, LibC.SOL_NETLINK, NetlinkConstants.NETLINK_CAP_ACK, &on, sizeof(int));
        if (protocol == NetlinkProtocol.Route)
        {
            // Makes the kernel filter dumps by what the request says instead of ignoring it.
            _ = LibC.setsockopt(fd, LibC.SOL_NETLINK, NetlinkConstants.NETLINK_GET_STRICT_CHK, &on, sizeof(int));
        }

        var size = KernelReceiveBuffer;
        _ = LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, &size, sizeof(int));
    }

    private NetlinkReceived TryReceive(int fd, out ReadOnlySpan<byte> datagram)
    {
        datagram = default;
        while (true)
        {
            SockAddrNl sender;
            socklen_t senderLength = SockAddrNl.Size;
            long length;
            fixed (byte* bytes = _buffer)
            {
                length = (long)LibC.recvfrom(
                    fd, bytes, _buffer.Length, LibC.MSG_DONTWAIT | LibC.MSG_TRUNC, (sockaddr*)&sender, &senderLength);
            }

            if (length < 0)
            {
                var errno = LibC.errno;
                if (errno == LibC.EINTR)
                {
                    continue;
                }

                if (errno != LibC.EAGAIN && errno != LibC.ENOBUFS)
                {
                    _isSpoiled = true;
                    throw new LinuxException("receive from netlink socket", errno);
                }

                return errno == LibC.EAGAIN ? NetlinkReceived.Nothing : NetlinkReceived.Lost;
            }

            // A process with CAP_NET_ADMIN inside a container may send to sockets of its namespace; only the kernel is port 0.
            if (sender.nl_pid != 0)
            {
                continue;
            }

            if (length > _buffer.Length)
            {
                Grow((int)length);
                return NetlinkReceived.Truncated;
            }

            datagram = _buffer.AsSpan(0, (int)length);
            return NetlinkReceived.Datagram;
        }
    }

    private void Grow(int length)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(length * 2);
    }

    /// <summary>The kernel refuses a datagram larger than the send buffer (EMSGSIZE), whose default is some 200 KiB.</summary>
    private void EnsureSendBuffer(int fd, int length)
    {
        const int defaultLimit = 128 * 1024;
        if (length <= Math.Max(_sendLimit, defaultLimit))
        {
            return;
        }

        var size = length + 4096;
        _ = LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_SNDBUFFORCE, &size, sizeof(int));
        _sendLimit = length;
    }

    private static void WaitReadable(int fd, TimeSpan left)
    {
        var poll = new pollfd { fd = fd, events = LibC.POLLIN };
        var milliseconds = (int)Math.Clamp(Math.Ceiling(left.TotalMilliseconds), 1, int.MaxValue);
        if (Interop.Poll(&poll, 1, milliseconds) < 0 && LibC.errno != LibC.EINTR)
        {
            throw LinuxException.Last("wait for netlink socket");
        }
    }
}
