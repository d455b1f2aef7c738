using System.Globalization;

namespace CniChain.Plugins.HostLocal;

/// <summary>When this kernel started.</summary>
internal static class BootTime
{
    /// <summary>"btime" of /proc/stat, seconds since 1970 (proc(5)).</summary>
    /// <returns>The time; the earliest there is when /proc does not say, so that nothing is older.</returns>
    public static DateTime Read()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/stat"))
            {
                if (line.StartsWith("btime ", StringComparison.Ordinal)
                    && long.TryParse(line.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                {
                    return DateTime.UnixEpoch.AddSeconds(seconds);
                }
            }
        }
        catch (IOException)
        {
            // As when the line is missing.
        }

        return DateTime.MinValue.AddYears(1);
    }
}
