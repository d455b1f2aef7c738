using System.Runtime.InteropServices;

namespace CniChain.Shim.Resident;

/// <summary>struct rlimit (sys/resource.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    public ulong Soft;
    public ulong Hard;
}
