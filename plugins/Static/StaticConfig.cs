namespace CniChain.Plugins.Static;

/// <summary>The "ipam" section of type static, with what the runtime puts in its place.</summary>
internal sealed record StaticConfig
{
    /// <summary>
    /// "addresses" [{"address": CIDR, "gateway": IP}] and those of CNI_ARGS IP (a list of CIDR separated by commas); args.cni.ips in
    /// place of all these where it is given, runtimeConfig.ips in place of everything. May be empty.
    /// </summary>
    public IReadOnlyList<CniIp> Addresses { get; init; } = [];

    /// <summary>"routes": handed on into the result. Default none.</summary>
    public IReadOnlyList<CniRoute> Routes { get; init; } = [];

    /// <summary>"dns": handed on into the result. Default none.</summary>
    public CniDns Dns { get; init; } = CniDns.Empty;
}
