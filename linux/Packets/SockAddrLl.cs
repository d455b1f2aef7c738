using System.Runtime.InteropServices;

namespace CniChain.Linux.Packets;

/// <summary>struct sockaddr_ll (linux/if_packet.h).</summary>
/// <remarks>The address is eight bytes of no alignment; as one number it would be moved to a multiple of eight.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct SockAddrLl
{
    public const int Size = 20;

    public ushort sll_family;
    public ushort sll_protocol;
    public int sll_ifindex;
    public ushort sll_hatype;
    public byte sll_pkttype;
    public byte sll_halen;
    public ulong sll_addr;
}
