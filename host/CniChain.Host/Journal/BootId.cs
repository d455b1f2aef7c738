namespace CniChain.Host;

/// <summary>The kernel's boot id, which tells what a reboot has taken away already.</summary>
internal static class BootId
{
    /// <summary>Reads it; empty where /proc does not have it, which then counts as one boot for ever.</summary>
    public static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").TrimEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
