using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CniChain.Host.Resident;

/// <summary>recvmsg(2) with SCM_RIGHTS, which <see cref="Socket"/> does not offer.</summary>
internal static unsafe class DescriptorReceiver
{
    private const int MaxDescriptors = 8;

    /// <summary>Receives what is there, without waiting, and any descriptors that came along.</summary>
    /// <param name="socket">A connected unix stream socket that has data.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="descriptors">Gets the descriptors, close-on-exec, in the order they were sent.</param>
    /// <returns>The bytes received; 0 at the end of the stream; -1 when nothing is there after all.</returns>
    /// <exception cref="SocketException">recvmsg failed.</exception>
    /// <exception cref="WireFault">More descriptors came than anybody of ours sends; or this process can have no more (code 11).</exception>
    public static int Receive(Socket socket, Span<byte> buffer, List<SafeFileHandle> descriptors)
    {
        var control = stackalloc byte[CMSG_SPACE(MaxDescriptors * sizeof(int))];
        fixed (byte* data = buffer)
        {
            iovec part = default;
            part.iov_base = data;
            part.iov_len = (size_t)buffer.Length;
            msghdr message = default;
            message.msg_iov = &part;
            message.msg_iovlen = 1;
            message.msg_control = control;
            message.msg_controllen = (socklen_t)(int)CMSG_SPACE(MaxDescriptors * sizeof(int));
            ssize_t count;
            do
            {
                count = recvmsg((int)socket.SafeHandle.DangerousGetHandle(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
            }
            while (count < 0 && errno == EINTR);

            if (count < 0)
            {
                return errno == EAGAIN ? -1 : throw new SocketException(Marshal.GetLastSystemError());
            }

            Collect(&message, descriptors);
            return (message.msg_flags & MSG_CTRUNC) == 0 ? (int)count
                : descriptors.Count >= MaxDescriptors ? throw new WireFault("too many descriptors came with the request")
                : throw new WireFault("the host has too many files open to take the request's descriptors; try again in a moment")
                {
                    Code = CniErrorCode.TryAgainLater,
                };
        }
    }

    private static void Collect(msghdr* message, List<SafeFileHandle> descriptors)
    {
        for (var header = CMSG_FIRSTHDR(message); header != null; header = CMSG_NXTHDR(message, header))
        {
            if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            {
                continue;
            }

            var numbers = (int*)CMSG_DATA(header);
            var count = ((long)(ulong)header->cmsg_len - ((byte*)numbers - (byte*)header)) / sizeof(int);
            for (var i = 0; i < count; i++)
            {
                descriptors.Add(new SafeFileHandle(numbers[i], ownsHandle: true));
            }
        }
    }
}
