namespace CniChain.Plugins.Dhcp;

/// <summary>What an ADD would do: ask. Which address comes of it the server knows alone, and it is not asked.</summary>
internal static class LeasePlan
{
    public static CniPlan Make(CniContext context, DhcpConfig config) => new()
    {
        Objects = [.. config.Families.SelectMany(f => Objects(context, config, new LeaseKey(context.RequireAttachment(), f)))],
        Result = LeaseResult.Merge([.. config.Families.Select(Unknown)], config),
    };

    private static IEnumerable<PlannedObject> Objects(CniContext context, DhcpConfig config, LeaseKey key)
    {
        var isIPv4 = key.Family == LeaseFamily.IPv4;
        yield return new PlannedObject
        {
            Kind = "request",
            Name = $"{(isIPv4 ? "DHCP" : "DHCPv6")} lease for {key.Attachment.IfName}",
            InContainer = true,
            Detail = $"from a server on the network of {Network(context.Config)}, for {config.Timeout.TotalSeconds:0} s at most; "
                + (isIPv4 ? "address, routes and DNS as it says" : "address and DNS as it says, routes by router advertisements"),
        };
        yield return new PlannedObject { Kind = "file", Name = new LeaseFolder(context.DataDirectory).FileOf(key), Detail = "the lease, which the host keeps" };
    }

    private static CniResult Unknown(LeaseFamily family) =>
        new() { Ips = [new CniIp { Address = family == LeaseFamily.IPv4 ? CniPlan.UnknownIPv4 : CniPlan.UnknownIPv6 }] };

    /// <summary>Where the interface will hang on, in the words of the plugin that makes it: its configuration is what IPAM is called with.</summary>
    private static string Network(NetworkConfig config) => config.Type == "bridge"
        ? Text(config, "bridge") ?? "cni0"
        : Text(config, "master") ?? "the default route's link";

    private static string? Text(NetworkConfig config, string key) => config.Root.GetString(key) is { Length: > 0 } text ? text : null;
}
