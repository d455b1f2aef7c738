using System.Globalization;
using System.Runtime.InteropServices;
using Tmds.Linux;

namespace CniChain.Host.Resident;

/// <summary>What the limit of open files (RLIMIT_NOFILE) lets a host do.</summary>
/// <remarks>
/// .NET does not survive being without descriptors: an assembly that cannot be opened in the middle of an operation ends the operation or
/// the process, and a type whose first use failed for it never works again. So a host keeps away from the limit.
/// </remarks>
internal static unsafe partial class DescriptorRoom
{
    // sys/resource.h
    private const int RLIMIT_NOFILE = 7;

    // .NET holds two an assembly: 110 with the plugins of a usual chain, 150 with the OpenTelemetry SDK.
    private const int Kept = 192;
    private const int Least = 160;

    // The connection, both namespaces, netlink sockets, locks, files.
    private const int PerConnection = 16;

    private const int MostConnections = 8192;

    /// <summary>How many connections may be served at once; who comes next waits in the socket's backlog.</summary>
    public static int Connections => Math.Clamp((Limit - Kept) / PerConnection, 1, MostConnections);

    /// <summary>Why no host should stay under this limit; null when one may.</summary>
    public static string? Refusal => Limit < Least
        ? string.Create(CultureInfo.InvariantCulture, $"a host that stays needs {Least} open files, and the limit is {Limit}; raise it (ulimit -n, LimitNOFILE=)")
        : null;

    private static int Limit
    {
        get
        {
            ResourceLimit limit;
            return prlimit(0, RLIMIT_NOFILE, null, &limit) == 0 ? (int)Math.Min(limit.Soft, int.MaxValue) : int.MaxValue;
        }
    }

    /// <summary>Whether hardly any descriptor is left.</summary>
    public static bool IsShort()
    {
        // Open ones cannot be counted without opening one, and have gaps among them; so some are taken, and given back.
        Span<int> taken = stackalloc int[Math.Clamp(Limit / 16, 4, 32)];
        var count = 0;
        while (count < taken.Length && LibC.eventfd(0, LibC.EFD_CLOEXEC) is var descriptor and >= 0)
        {
            taken[count++] = descriptor;
        }

        var isShort = count < taken.Length && Marshal.GetLastSystemError() is var errno && (errno == LibC.EMFILE || errno == LibC.ENFILE);
        foreach (var descriptor in taken[..count])
        {
            _ = LibC.close(descriptor);
        }

        return isShort;
    }

    // int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit *old_limit);
    [LibraryImport("libc.so.6")]
    private static partial int prlimit(int pid, int resource, ResourceLimit* newLimit, ResourceLimit* oldLimit);

    // struct rlimit
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly ulong Soft;
        public readonly ulong Hard;
    }
}
