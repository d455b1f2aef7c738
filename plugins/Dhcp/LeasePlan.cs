namespace CniChain.Plugins.Dhcp;

/// <summary>What an ADD would do: ask. Which address comes of it the server knows alone, and it is not asked.</summary>
internal static class LeasePlan
{
    public static CniPlan Make(CniContext context, DhcpConfig config) => new()
    {
        Objects =
        [
            new PlannedObject
            {
                Kind = "request",
                Name = $"DHCP lease for {context.RequireAttachment().IfName}",
                InContainer = true,
                Detail = $"from a server on the network of {Network(context.Config)}, for {config.Timeout.TotalSeconds:0} s at most; address, routes and DNS as it says",
            },
            new PlannedObject { Kind = "file", Name = new LeaseFolder(context.DataDirectory).FileOf(context.RequireAttachment()), Detail = "the lease, which the host keeps" },
        ],
        Result = new CniResult { Ips = [new CniIp { Address = CniPlan.UnknownIPv4 }] },
    };

    /// <summary>Where the interface will hang on, in the words of the plugin that makes it: its configuration is what IPAM is called with.</summary>
    private static string Network(NetworkConfig config) => config.Type == "bridge"
        ? Text(config, "bridge") ?? "cni0"
        : Text(config, "master") ?? "the default route's link";

    private static string? Text(NetworkConfig config, string key) => config.Root.GetString(key) is { Length: > 0 } text ? text : null;
}
