namespace CniChain.Host.Validation;

/// <summary>What is known of plugins by their types: the reference's, whose executables cannot be asked.</summary>
internal static class KnownTypes
{
    private static readonly Dictionary<string, PluginRole> s_roles = new(StringComparer.Ordinal)
    {
        ["bridge"] = PluginRole.MakesInterface,
        ["ptp"] = PluginRole.MakesInterface,
        ["macvlan"] = PluginRole.MakesInterface,
        ["ipvlan"] = PluginRole.MakesInterface,
        ["vlan"] = PluginRole.MakesInterface,
        ["host-device"] = PluginRole.MakesInterface,
        ["dummy"] = PluginRole.MakesInterface,
        ["tap"] = PluginRole.MakesInterface,
        ["portmap"] = PluginRole.NeedsInterface,
        ["tuning"] = PluginRole.NeedsInterface,
        ["bandwidth"] = PluginRole.NeedsInterface,
        ["firewall"] = PluginRole.NeedsInterface,
        ["sbr"] = PluginRole.NeedsInterface,
        ["vrf"] = PluginRole.NeedsInterface,
        ["loopback"] = PluginRole.Apart,
        ["host-local"] = PluginRole.HandsOutAddresses,
        ["static"] = PluginRole.HandsOutAddresses,
        ["dhcp"] = PluginRole.HandsOutAddresses,
    };

    /// <summary>The role that a type has by its name alone.</summary>
    public static PluginRole RoleOf(string type) => s_roles.GetValueOrDefault(type);

    /// <summary>Whether it is one that never asks its "ipam" for anything.</summary>
    public static bool IgnoresIpam(string type) => RoleOf(type) is PluginRole.NeedsInterface or PluginRole.Apart;

    /// <summary>The capability without which a type does nothing, and the keys that would give it the same.</summary>
    public static (string Capability, string[] Instead)? NeededBy(string type) => type switch
    {
        "portmap" => ("portMappings", []),
        "bandwidth" => ("bandwidth", ["ingressRate", "egressRate"]),
        _ => null,
    };
}
