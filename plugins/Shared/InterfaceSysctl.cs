using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Plugins;

/// <summary>Kernel settings of one interface. Call inside its namespace.</summary>
internal static class InterfaceSysctl
{
    /// <summary>Sets what the network does not work without.</summary>
    /// <exception cref="LinuxException">It cannot be set, as in a container whose /proc/sys is read-only.</exception>
    public static void Require(string key, string value) => Sysctl.WriteIfDifferent(key, value);

    /// <summary>Sets what only makes things better; a key this kernel lacks, or a refusal, costs a line in the log.</summary>
    /// <param name="plugin">Who says so.</param>
    /// <param name="key">The key, with slashes.</param>
    /// <param name="value">The value.</param>
    /// <param name="log">Where the line goes.</param>
    public static void Prefer(string plugin, string key, string value, ICniLog log)
    {
        if (TrySet(key, value) is { } failure)
        {
            log.Warn($"{plugin}: {key} is not set to {value}: {failure.Message}");
        }
    }

    /// <summary>Sets what this kernel has, unless it has the value already.</summary>
    /// <returns>Why it could not be set; null when it has the value, or this kernel has no such setting.</returns>
    public static LinuxException? TrySet(string key, string value)
    {
        try
        {
            Sysctl.WriteIfDifferent(key, value);
            return null;
        }
        catch (LinuxException e)
        {
            return e.Errno == LibC.ENOENT || e.Errno == LibC.ENOTDIR ? null : e;
        }
    }
}
