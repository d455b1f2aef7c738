using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Linux.Packets;

/// <summary>Has the kernel pass to a socket only what a program lets through (SO_ATTACH_FILTER, socket(7)).</summary>
public static unsafe class SocketFilter
{
    /// <summary>Attaches a program, in place of the one before. What waits in the socket already stays.</summary>
    /// <param name="socket">A socket of any kind. A packet socket's program sees packets from their network header on, a UDP socket's from the UDP
    /// header on.</param>
    /// <param name="program">The program, 1 to 4096 instructions (BPF_MAXINSNS).</param>
    /// <exception cref="LinuxException">EINVAL when it is no program; ENOTSOCK; EBADF.</exception>
    public static void Attach(SafeHandle socket, ReadOnlySpan<BpfInstruction> program)
    {
        ArgumentNullException.ThrowIfNull(socket);
        using var lease = new HandleLease(socket);
        fixed (BpfInstruction* instructions = program)
        {
            var filter = new SockFProg { len = (ushort)program.Length, filter = instructions };
            if (LibC.setsockopt(lease.Fd, LibC.SOL_SOCKET, PacketConstants.SO_ATTACH_FILTER, &filter, Unsafe.SizeOf<SockFProg>()) < 0)
            {
                throw LinuxException.Last("attach packet filter");
            }
        }
    }
}
