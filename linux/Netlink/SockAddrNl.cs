using System.Runtime.InteropServices;

namespace CniChain.Linux.Netlink;

/// <summary>struct sockaddr_nl (linux/netlink.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrNl
{
    public const int Size = 12;

    public ushort nl_family;
    public ushort nl_pad;
    public uint nl_pid;
    public uint nl_groups;
}
