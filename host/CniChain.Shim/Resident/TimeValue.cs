using System.Runtime.InteropServices;

namespace CniChain.Shim.Resident;

/// <summary>struct timeval { time_t tv_sec; suseconds_t tv_usec; } (sys/time.h), both a long on every 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeValue
{
    /// <summary>tv_sec.</summary>
    public nint Seconds;

    /// <summary>tv_usec.</summary>
    public nint Microseconds;
}
