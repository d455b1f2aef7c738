using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Macvlan;

/// <summary>The configuration of one macvlan network, checked.</summary>
internal sealed record MacvlanConfig
{
    /// <summary>"master": the link to stand on; null, when absent or empty, for the one of the default route.</summary>
    public string? Master { get; init; }

    /// <summary>"mode": how the network's containers reach each other; bridge when absent or empty.</summary>
    public MacvlanMode Mode { get; init; } = MacvlanMode.Bridge;

    /// <summary>"mtu" in bytes, at most the master's; 0 by default, which takes the master's.</summary>
    public int Mtu { get; init; }

    /// <summary>"runtimeConfig.mac", else CNI_ARGS' MAC, else "mac"; null for a random one. Not with <see cref="MacvlanMode.Passthru"/>.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>"linkInContainer": the master lies in the container's namespace. False by default.</summary>
    public bool LinkInContainer { get; init; }

    /// <summary>"bcqueuelen": how many broadcasts may wait to be copied; null, when absent or 0, for the kernel's 1000.</summary>
    public uint? BroadcastQueueLength { get; init; }

    /// <summary>"dns", which replaces the IPAM plugin's as a whole; null when it sets nothing.</summary>
    public CniDns? Dns { get; init; }
}
