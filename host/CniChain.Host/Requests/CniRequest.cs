using CniChain.Linux;

namespace CniChain.Host;

/// <summary>One CNI request, as the environment and stdin of a plugin carry it. Variables that are not set are empty.</summary>
internal sealed record CniRequest
{
    /// <summary>CNI_COMMAND.</summary>
    public required string Command { get; init; }

    /// <summary>CNI_CONTAINERID.</summary>
    public string ContainerId { get; init; } = "";

    /// <summary>CNI_NETNS.</summary>
    public string NetnsPath { get; init; } = "";

    /// <summary>CNI_IFNAME.</summary>
    public string IfName { get; init; } = "";

    /// <summary>CNI_ARGS.</summary>
    public string Args { get; init; } = "";

    /// <summary>CNI_PATH: folders separated by ':'.</summary>
    public string Path { get; init; } = "";

    /// <summary>The one plugin type that is to be served with the configuration as it came; null for cnichain itself.</summary>
    public string? As { get; init; }

    /// <summary><see cref="As"/>, or null when it is cnichain's own type.</summary>
    public string? AsType => As == ChainReader.OwnType ? null : As;

    /// <summary>Stdin.</summary>
    public ReadOnlyMemory<byte> Config { get; init; }

    /// <summary>Why stdin could not be read; null when it could. Reported after the environment's own faults, as skel orders them.</summary>
    public string? ConfigProblem { get; init; }

    /// <summary>
    /// The caller's environment, handed on to executed plugins, whose CNI_* and trace variables are then set anew. Also read:
    /// TRACEPARENT, TRACESTATE, BAGGAGE, CNI_NETNS_OVERRIDE.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The network namespace of the runtime; owned by whoever built the request.</summary>
    public required NetworkNamespace HostNetns { get; init; }

    /// <summary>The container's namespace, owned by whoever built the request; null lets the host open <see cref="NetnsPath"/>.</summary>
    public NetworkNamespace? Netns { get; init; }

    /// <summary>
    /// The version plugins are spoken to in, when the request's own was raised for a verb that is younger than the network's; null
    /// for the request's.
    /// </summary>
    public CniVersion? PluginVersion { get; init; }

    /// <summary>Builds a request from the variables a runtime sets for a plugin; the rest is added with <c>with</c>.</summary>
    /// <param name="variables">The caller's environment.</param>
    /// <param name="hostNetns">The runtime's network namespace.</param>
    public static CniRequest FromVariables(IReadOnlyDictionary<string, string> variables, NetworkNamespace hostNetns) => new()
    {
        Command = variables.GetValueOrDefault("CNI_COMMAND", ""),
        ContainerId = variables.GetValueOrDefault("CNI_CONTAINERID", ""),
        NetnsPath = variables.GetValueOrDefault("CNI_NETNS", ""),
        IfName = variables.GetValueOrDefault("CNI_IFNAME", ""),
        Args = variables.GetValueOrDefault("CNI_ARGS", ""),
        Path = variables.GetValueOrDefault("CNI_PATH", ""),
        Environment = variables,
        HostNetns = hostNetns,
    };

    /// <summary>Looks whether the caller is there no more, for whoever is about to finish what only the caller can take down again.</summary>
    public Func<bool> CallerHasGone { get; init; } = static () => false;

    /// <summary>The caller's stderr: log lines and what executed plugins write there. Written by one thread at a time.</summary>
    public Stream Stderr { get; init; } = Stream.Null;
}
