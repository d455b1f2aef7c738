using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CniChain.Host.Resident;

/// <summary>Who is at the other end (unix(7), SO_PEERCRED): what the kernel noted at connect, not what the peer says.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Peer
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public readonly int ProcessId;
    public readonly uint UserId;
    public readonly uint GroupId;

    public static Peer Of(Socket socket)
    {
        Span<Peer> peer = stackalloc Peer[1];
        var length = socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(peer));
        return length == Marshal.SizeOf<Peer>() ? peer[0] : throw new WireFault("the kernel does not say who the peer is");
    }
}
