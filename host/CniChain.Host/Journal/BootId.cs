namespace CniChain.Host;

/// <summary>The kernel's boot id, which tells what a reboot has taken away already.</summary>
internal static class BootId
{
    private static string? s_known;

    /// <summary>Reads it, once a process; empty where /proc does not have it, which then counts as one boot for ever.</summary>
    public static string Read()
    {
        try
        {
            return s_known ??= File.ReadAllText("/proc/sys/kernel/random/boot_id").TrimEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
