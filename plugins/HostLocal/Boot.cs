using System.Globalization;

namespace CniChain.Plugins.HostLocal;

/// <summary>One run of the kernel.</summary>
/// <param name="Id">/proc/sys/kernel/random/boot_id (random(4)); empty when it cannot be read.</param>
/// <param name="Started">When it started, in nanoseconds since 1970; <see cref="long.MinValue"/> when not known, so that nothing is older.</param>
internal sealed record Boot(string Id, long Started)
{
    // A clock set after the first leases must not make them look older than the boot.
    private const long Margin = 5 * 60 * 1_000_000_000L;

    private static readonly Lazy<Boot> s_current = new(Read);

    /// <summary>This one.</summary>
    public static Boot Current => s_current.Value;

    /// <summary>Whether a lease was written before this boot.</summary>
    /// <param name="mark">The id of the boot it was written in; null when it was not noted, as by the reference plugin.</param>
    /// <param name="modified">When it was written, in nanoseconds since 1970; what counts where there is no mark.</param>
    public bool IsLaterThan(string? mark, long modified) =>
        mark is not null && Id.Length > 0 ? mark != Id : Started != long.MinValue && modified < Started - Margin;

    private static Boot Read() => new(FirstLine("/proc/sys/kernel/random/boot_id", "") ?? "", ReadStarted());

    /// <summary>"btime" of /proc/stat, seconds since 1970 (proc(5)).</summary>
    private static long ReadStarted() =>
        long.TryParse(FirstLine("/proc/stat", "btime "), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds * 1_000_000_000
            : long.MinValue;

    private static string? FirstLine(string path, string start)
    {
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                if (line.StartsWith(start, StringComparison.Ordinal))
                {
                    return line[start.Length..];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc, or a masked one: as when the line is missing.
        }

        return null;
    }
}
