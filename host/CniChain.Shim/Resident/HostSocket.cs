using CniChain.Wire;
using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>One connection to the resident host: the request goes out with its descriptors, logs and the reply come back.</summary>
internal unsafe ref struct HostSocket
{
    // A host that listens accepts within milliseconds. One that doesn't in this time is stopped or drowned, and the foreground is faster.
    private const int AcceptMilliseconds = 5000;

    private int _fd;

    private HostSocket(int fd) => _fd = fd;

    /// <summary>Connects.</summary>
    /// <param name="path">The socket's path.</param>
    /// <param name="socket">The connection, when there is one.</param>
    /// <returns>Whether there is.</returns>
    public static bool TryConnect(ReadOnlySpan<byte> path, out HostSocket socket)
    {
        socket = new HostSocket(-1);
        sockaddr_un address = default;
        address.sun_family = LibC.AF_UNIX;
        if (path.IsEmpty || path.Length >= sockaddr_un.sun_path_length)
        {
            return false;
        }

        path.CopyTo(new Span<byte>(address.sun_path, sockaddr_un.sun_path_length));
        var fd = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0);
        if (fd < 0)
        {
            return false;
        }

        // connect(2) waits while the backlog is full, as long as a send may wait.
        TimeValue limit = new() { Seconds = AcceptMilliseconds / 1000 };
        _ = LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_SNDTIMEO, &limit, sizeof(TimeValue));
        if (LibC.connect(fd, (sockaddr*)&address, sizeof(sockaddr_un)) < 0 || !IsTrusted(fd))
        {
            _ = LibC.close(fd);
            return false;
        }

        socket = new HostSocket(fd);
        return true;
    }

    /// <summary>Sends the request and sees it through.</summary>
    /// <param name="frame">The request's frame.</param>
    /// <param name="descriptors">The descriptors it announces.</param>
    /// <param name="acknowledges">Whether the request announces that the reply will be acknowledged.</param>
    /// <param name="exitStatus">The exit status, when it was served.</param>
    /// <returns>How it ended.</returns>
    public readonly Exchange Run(ReadOnlySpan<byte> frame, ReadOnlySpan<int> descriptors, bool acknowledges, out int exitStatus)
    {
        exitStatus = 1;
        if (!Send(frame, descriptors))
        {
            return Exchange.NotAccepted;
        }

        if (!WaitForAnswer())
        {
            return GiveUp(out exitStatus);
        }

        var accepted = false;
        var reader = new FrameSource(_fd);
        while (reader.Next(out var type, out var body))
        {
            switch (type)
            {
                case FrameType.Accepted:
                    accepted = true;
                    break;
                case FrameType.Log:
                    StandardOutput.WriteError(OutputOf(body, out _));
                    break;
                case FrameType.Reply:
                    var output = OutputOf(body, out exitStatus);
                    exitStatus = StandardOutput.Write(output) == 0 ? exitStatus : 1;
                    exitStatus = exitStatus != 0 || !acknowledges || Acknowledge() ? exitStatus : 1;
                    return Exchange.Served;
                default:
                    break; // A newer host's; there is more to come.
            }
        }

        if (!accepted)
        {
            return Exchange.NotAccepted;
        }

        exitStatus = Answers.Error(
            Answers.TryAgainLater,
            "the CniChain host ended while it worked on this request; repeat it, and whatever was begun is undone first");
        return Exchange.Served;
    }

    /// <summary>Closes the connection; an unfinished request is cancelled by it.</summary>
    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = LibC.close(_fd);
            _fd = -1;
        }
    }

    /// <summary>Root's work goes to root or oneself only, whoever made a socket at that path.</summary>
    private static bool IsTrusted(int fd)
    {
        ucred peer;
        socklen_t length = sizeof(ucred);
        return LibC.getsockopt(fd, LibC.SOL_SOCKET, LibC.SO_PEERCRED, &peer, &length) == 0
            && ((uint)peer.uid == 0 || (uint)peer.uid == (uint)LibC.geteuid());
    }

    private static ReadOnlySpan<byte> OutputOf(ReadOnlySpan<byte> body, out int exitStatus)
    {
        exitStatus = 0;
        ReadOnlySpan<byte> output = default;
        var fields = new FieldReader(body);
        while (fields.Next())
        {
            if (fields.Field == Field.ExitCode)
            {
                exitStatus = fields.Number;
            }
            else if (fields.Field == Field.Output)
            {
                output = fields.Value;
            }
        }

        return output;
    }

    private readonly bool Send(ReadOnlySpan<byte> frame, ReadOnlySpan<int> descriptors)
    {
        fixed (byte* start = frame)
        {
            var done = SendFirst(start, frame.Length, descriptors);
            while (done > 0 && done < frame.Length)
            {
                var sent = (long)LibC.send(_fd, start + done, frame.Length - done, LibC.MSG_NOSIGNAL);
                if (sent < 0 && LibC.errno != LibC.EINTR)
                {
                    return false;
                }

                done += (int)Math.Max(sent, 0);
            }

            return done == frame.Length;
        }
    }

    /// <summary>Says that the result is out. A host that has gone, or is older than this and has closed, undoes nothing.</summary>
    /// <returns>False when a host that waits for it will not get it: it undoes the ADD.</returns>
    private readonly bool Acknowledge()
    {
        var frame = stackalloc byte[FrameHeader.Size];
        FrameHeader.Write(new Span<byte>(frame, FrameHeader.Size), FrameType.Acknowledged, 0);
        while ((long)LibC.send(_fd, frame, FrameHeader.Size, LibC.MSG_NOSIGNAL) < 0)
        {
            if (LibC.errno != LibC.EINTR)
            {
                return LibC.errno == LibC.EPIPE || LibC.errno == LibC.ECONNRESET;
            }
        }

        return true;
    }

    /// <summary>The first bytes carry the descriptors (unix(7): ancillary data needs at least one byte to ride on).</summary>
    private readonly int SendFirst(byte* start, int length, ReadOnlySpan<int> descriptors)
    {
        var control = stackalloc byte[LibC.CMSG_SPACE(2 * sizeof(int))];
        iovec part = new() { iov_base = start, iov_len = length };
        msghdr message = default;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        if (!descriptors.IsEmpty)
        {
            message.msg_control = control;
            message.msg_controllen = LibC.CMSG_SPACE(descriptors.Length * sizeof(int));
            var header = LibC.CMSG_FIRSTHDR(&message);
            header->cmsg_level = LibC.SOL_SOCKET;
            header->cmsg_type = LibC.SCM_RIGHTS;
            var data = LibC.CMSG_DATA(header);
            // Not Tmds.LibC's CMSG_LEN: it rounds up as CMSG_SPACE does, and the kernel takes the padding behind an odd one for a descriptor.
            header->cmsg_len = (int)(data - (byte*)header) + (descriptors.Length * sizeof(int));
            descriptors.CopyTo(new Span<int>(data, descriptors.Length));
        }

        long sent;
        do
        {
            sent = (long)LibC.sendmsg(_fd, &message, LibC.MSG_NOSIGNAL);
        }
        while (sent < 0 && LibC.errno == LibC.EINTR);

        return (int)sent;
    }

    /// <summary>Leaves a host that has not answered, so that it can be said for certain whether it has begun.</summary>
    /// <remarks>From the shutdown on its Accepted fails, and it begins nothing; what it sent before can still be read.</remarks>
    private readonly Exchange GiveUp(out int exitStatus)
    {
        exitStatus = 1;
        _ = LibC.shutdown(_fd, LibC.SHUT_RDWR);
        byte one;
        if ((long)LibC.recv(_fd, &one, 1, LibC.MSG_DONTWAIT) <= 0)
        {
            return Exchange.Silent;
        }

        exitStatus = Answers.Error(
            Answers.TryAgainLater, "the CniChain host took this request up too late, and undoes what it has begun; repeat it");
        return Exchange.Served;
    }

    private readonly bool WaitForAnswer()
    {
        pollfd wait = new() { fd = _fd, events = LibC.POLLIN };
        int ready;
        do
        {
            ready = Native.poll(&wait, 1, AcceptMilliseconds);
        }
        while (ready < 0 && LibC.errno == LibC.EINTR);

        return ready > 0;
    }
}
