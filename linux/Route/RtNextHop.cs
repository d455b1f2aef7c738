using System.Runtime.InteropServices;

namespace CniChain.Linux.Route;

/// <summary>struct rtnexthop (linux/rtnetlink.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RtNextHop
{
    public const int Size = 8;

    public ushort rtnh_len;
    public byte rtnh_flags;
    public byte rtnh_hops;
    public int rtnh_ifindex;
}
