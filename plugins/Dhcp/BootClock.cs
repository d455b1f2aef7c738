using System.Runtime.InteropServices;

namespace CniChain.Plugins.Dhcp;

/// <summary>
/// Time since the machine started, sleep included (CLOCK_BOOTTIME): what leases are measured by, in memory and in their files. Nobody sets
/// it, so a node whose clock is put right does not lose its addresses, and it ends with the boot, as the leases do.
/// </summary>
internal static unsafe partial class BootClock
{
    private const int Boottime = 7; // CLOCK_BOOTTIME, linux/time.h

    public static TimeSpan Now
    {
        get
        {
            var time = stackalloc long[2];
            _ = clock_gettime(Boottime, time);
            return TimeSpan.FromSeconds(time[0]) + TimeSpan.FromMicroseconds(time[1] / 1000);
        }
    }

    // int clock_gettime(clockid_t clockid, struct timespec *tp);   time.h; both members are longs on 64-bit machines
    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, long* time);
}
