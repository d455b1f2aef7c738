using System.Runtime.InteropServices;

namespace CniChain.Linux.Route;

/// <summary>struct rtgenmsg (linux/rtnetlink.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RtGenMsg
{
    public const int Size = 1;

    public byte rtgen_family;
}
