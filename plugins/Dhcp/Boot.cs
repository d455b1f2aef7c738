namespace CniChain.Plugins.Dhcp;

/// <summary>The kernel's boot id (random(4)); empty where /proc does not have it.</summary>
internal static class Boot
{
    public static string Id { get; } = Read();

    private static string Read()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
