using System.Runtime.InteropServices;

namespace CniChain.Linux.Packets;

/// <summary>struct sock_fprog (linux/filter.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SockFProg
{
    public ushort len;
    public BpfInstruction* filter;
}
