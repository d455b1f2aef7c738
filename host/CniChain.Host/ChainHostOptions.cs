using CniChain.Host.Resident;

namespace CniChain.Host;

/// <summary>What one host is set up with. A process may hold several, as tests do.</summary>
internal sealed record ChainHostOptions
{
    /// <summary>Beside the executables in /opt/cni/bin, and like them nobody's but the node's.</summary>
    public const string DefaultLocalPluginDirectory = "/opt/cnichain/plugins";

    /// <summary>The volatile state: journal and what plugins keep. Made with mode 0700 when first written to.</summary>
    public string StateDirectory { get; init; } = "/run/cnichain";

    /// <summary>What plugins keep over reboots, one folder a type. Made by the plugins.</summary>
    public string DataDirectory { get; init; } = "/var/lib/cnichain";

    /// <summary>Folders put in front of the installed one (CNICHAIN_PLUGINS): what they have hides what comes later.</summary>
    public IReadOnlyList<string> ExtraPluginDirectories { get; init; } = [];

    /// <summary>The installed folder of plugins, one folder a type.</summary>
    public string PluginDirectory { get; init; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The folder for plugins that no release of CniChain installs or takes away; null for none.</summary>
    public string? LocalPluginDirectory { get; init; }

    /// <summary>What the operator decides: the list of plugin sums (CNICHAIN_CONFIG).</summary>
    public string ConfigDirectory { get; init; } = "/etc/cnichain";

    /// <summary>Where what concerns no caller is told.</summary>
    public ICniLog Log { get; init; } = new StderrLog(Stream.Null);

    /// <summary>
    /// The longest time a request may take when its caller names none (CNICHAIN_TIMEOUT): 4 minutes, after which a kubelet has given a
    /// new pod up.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a loaded plugin may take for one verb; then it is cancelled and the chain undone (CNICHAIN_PLUGIN_TIMEOUT, in seconds).</summary>
    /// <remarks>Kubelet gives a pod's sandbox four minutes: what hangs must be undone before, or nobody is told why.</remarks>
    public TimeSpan PluginTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest time an undo may take after the request itself was cancelled.</summary>
    public TimeSpan UndoTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who runs when, in a host that serves many callers; null in one that serves a single request.</summary>
    public OperationGate? Gate { get; init; }

    /// <summary>Metrics and the log of operations; null where nobody asks for them.</summary>
    public HostWatch? Watch { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads CNICHAIN_STATE, CNICHAIN_DATA, CNICHAIN_CONFIG, CNICHAIN_PLUGIN_TIMEOUT and CNICHAIN_PLUGINS.</summary>
    /// <param name="log">Told of a value that cannot be.</param>
    public static ChainHostOptions FromEnvironment(ICniLog log)
    {
        var options = new ChainHostOptions();
        var plugins = Environment.GetEnvironmentVariable("CNICHAIN_PLUGINS");
        return options with
        {
            StateDirectory = Environment.GetEnvironmentVariable("CNICHAIN_STATE") is { Length: > 0 } s ? s : options.StateDirectory,
            DataDirectory = Environment.GetEnvironmentVariable("CNICHAIN_DATA") is { Length: > 0 } d ? d : options.DataDirectory,
            ConfigDirectory = Environment.GetEnvironmentVariable("CNICHAIN_CONFIG") is { Length: > 0 } c ? c : options.ConfigDirectory,
            PluginTimeout = SecondsVariable.Read(
                "CNICHAIN_PLUGIN_TIMEOUT", Environment.GetEnvironmentVariable("CNICHAIN_PLUGIN_TIMEOUT"), least: 1, SecondsVariable.Day, log) ?? options.PluginTimeout,
            LocalPluginDirectory = DefaultLocalPluginDirectory,
            ExtraPluginDirectories = plugins?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
    }
}
