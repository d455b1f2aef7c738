using CniChain.Shim.Resident;

namespace CniChain.Shim;

/// <summary>Room for what cnichaind has open: .NET holds two descriptors an assembly, a hundred before any work begins.</summary>
internal static unsafe class OpenFiles
{
    // A login's, and enough for some fifty operations at a time.
    private const ulong Wanted = 1024;

    // One operation, just.
    private const ulong Needed = 128;

    /// <summary>Raises this process's limit, which those it starts inherit, where it is too low; that takes CAP_SYS_RESOURCE.</summary>
    /// <returns>What is wrong when it is not even enough for one operation; null when it is.</returns>
    public static string? TryMakeRoom()
    {
        ResourceLimit limit;
        if (Native.prlimit(0, Native.RLIMIT_NOFILE, null, &limit) != 0 || limit.Hard >= Wanted)
        {
            return null; // .NET raises the soft limit to the hard one by itself.
        }

        ResourceLimit more = new() { Soft = Wanted, Hard = Wanted };
        return Native.prlimit(0, Native.RLIMIT_NOFILE, &more, null) == 0 || limit.Hard >= Needed
            ? null
            : $"the limit of open files is {limit.Hard} and cnichain needs {Needed} at least; raise it for the runtime (ulimit -n, LimitNOFILE= of its unit), or give it CAP_SYS_RESOURCE";
    }
}
