using System.Runtime.InteropServices;

namespace CniChain.Benchmarks.Driving;

/// <summary>struct rusage (sys/resource.h): two timevals, and fourteen longs that nobody here asks for.</summary>
[StructLayout(LayoutKind.Sequential, Size = 18 * sizeof(long))]
internal readonly struct ResourceUsage
{
    private readonly nint _userSeconds;
    private readonly nint _userMicroseconds;
    private readonly nint _systemSeconds;
    private readonly nint _systemMicroseconds;

    /// <summary>User and system time.</summary>
    public double CpuMilliseconds => ((_userSeconds + _systemSeconds) * 1e3) + ((_userMicroseconds + _systemMicroseconds) / 1e3);
}
