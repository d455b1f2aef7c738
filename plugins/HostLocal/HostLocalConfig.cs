using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>The "ipam" section of type host-local, with what the runtime adds to it.</summary>
internal sealed record HostLocalConfig
{
    /// <summary>Where leases lie unless dataDir says otherwise: the reference plugin's folder.</summary>
    public const string DefaultDataDir = "/var/lib/cni/networks";

    /// <summary>The network's name, which names the folder of its leases.</summary>
    public required string Network { get; init; }

    /// <summary>"dataDir": the folder above the networks', an absolute path. Default <see cref="DefaultDataDir"/>.</summary>
    public required string DataDir { get; init; }

    /// <summary>
    /// One address for each set: runtimeConfig "ipRanges" first, then the legacy single range ("subnet", "rangeStart", "rangeEnd",
    /// "gateway"), then "ranges".
    /// </summary>
    public IReadOnlyList<RangeSet> Sets { get; init; } = [];

    /// <summary>"routes": handed on into the result. Default none.</summary>
    public IReadOnlyList<CniRoute> Routes { get; init; } = [];

    /// <summary>"resolvConf": the absolute path of a file in resolv.conf's form, whose settings become the result's dns; null for none.</summary>
    public string? ResolvConf { get; init; }

    /// <summary>Addresses asked for, each once: CNI_ARGS IP, args.cni.ips and runtimeConfig.ips together.</summary>
    public IReadOnlyList<IPAddress> Requested { get; init; } = [];

    /// <summary>The folder of this network's leases.</summary>
    public string LeaseFolder => Path.Combine(DataDir, Network);
}
