using System.Runtime.InteropServices;

namespace CniChain;

/// <summary>One call of one plugin. Valid until the verb's task completes.</summary>
public sealed class CniContext
{
    /// <summary>What is asked.</summary>
    public required CniVerb Verb { get; init; }

    /// <summary>The plugin's configuration.</summary>
    public required NetworkConfig Config { get; init; }

    /// <summary>The attachment; null for STATUS and GC. Use <see cref="RequireAttachment"/> where there must be one.</summary>
    public Attachment? Attachment { get; init; }

    /// <summary>The text of CNI_NETNS, for results; null or empty when the runtime gave none. Open <see cref="Netns"/> instead of this path.</summary>
    public string? NetnsPath { get; init; }

    /// <summary>
    /// The container's network namespace, open; owned by the host. Never null in ADD and CHECK; null in DEL when the namespace is gone.
    /// </summary>
    public SafeHandle? Netns { get; init; }

    /// <summary>The network namespace of the runtime ("the host's"), open; owned by the host. Not necessarily this process's own.</summary>
    public required SafeHandle HostNetns { get; init; }

    /// <summary>CNI_ARGS.</summary>
    public CniArgs Args { get; init; } = CniArgs.Empty;

    /// <summary>
    /// The result so far: of the plugin before in ADD (null for the first), the chain's final one in CHECK and DEL (null in DEL when
    /// neither the runtime nor the journal has it).
    /// </summary>
    public CniResult? PrevResult { get; init; }

    /// <summary>GC: what is still valid; an empty list means nothing is. Empty for other verbs. The network is this one.</summary>
    public IReadOnlyList<Attachment> ValidAttachments { get; init; } = [];

    /// <summary>The configured IPAM plugin.</summary>
    public required IIpam Ipam { get; init; }

    /// <summary>Lines for the log.</summary>
    public required ICniLog Log { get; init; }

    /// <summary>A folder for files that may vanish at reboot, mode 0700, shared by all plugins; it exists.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>
    /// The plugin's own folder for files that outlive host and reboot, <c>/var/lib/cnichain/TYPE</c> unless CNICHAIN_DATA moves it. The
    /// plugin makes it, mode 0700, with its first file; empty where the host offers none.
    /// </summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>
    /// ADD: the changes to the ruleset that the plugin before has left to this one, which is an <see cref="ICniRuleJoin"/>; null for none.
    /// </summary>
    public PendingRules? EarlierRules { get; init; }

    /// <summary>
    /// ADD: leaves changes to the ruleset to the plugin behind, at most once; null where that one does not join, and the plugin makes them itself.
    /// </summary>
    public Action<PendingRules>? LeaveRules { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The attachment.</summary>
    /// <returns>The attachment.</returns>
    /// <exception cref="InvalidOperationException">The verb has none.</exception>
    public Attachment RequireAttachment() => Attachment ?? throw new InvalidOperationException($"{Verb} has no attachment");

    /// <summary>The container's namespace.</summary>
    /// <returns>The open namespace.</returns>
    /// <exception cref="CniException">Code 8: there is none.</exception>
    public SafeHandle RequireNetns() =>
        Netns ?? throw new CniException(CniErrorCode.InvalidNetns, $"network namespace \"{NetnsPath}\" is not there");

    /// <summary>The result of the plugins before, for a plugin that only works behind another.</summary>
    /// <returns>The result.</returns>
    /// <exception cref="CniException">Code 7: the plugin was put first in the chain.</exception>
    public CniResult RequirePrevResult() =>
        PrevResult ?? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            $"{Config.Type}: there is no prevResult; put this plugin behind one that makes an interface");
}
