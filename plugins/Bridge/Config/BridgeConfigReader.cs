using CniChain.Plugins.Bridge.Config;

namespace CniChain.Plugins.Bridge;

/// <summary>Reads a bridge network's configuration; every problem in it is reported at once.</summary>
internal static class BridgeConfigReader
{
    // linux/if_ether.h: ETH_MIN_MTU, ETH_MAX_MTU.
    private const int MinMtu = 68;
    private const int MaxMtu = 65535;

    /// <exception cref="CniException">Code 7: the configuration is not valid.</exception>
    public static BridgeConfig Read(NetworkConfig network, CniArgs args) =>
        network.Read(root => Read(root, args, network.IpamType is not null));

    private static BridgeConfig Read(ConfigSection root, CniArgs args, bool hasIpam)
    {
        var dns = CniDns.Read(root);
        var config = new BridgeConfig
        {
            Bridge = root.GetString("bridge") is { Length: > 0 } bridge ? bridge : "cni0",
            IsDefaultGateway = root.GetBool("isDefaultGateway"),
            IsGateway = root.GetBool("isGateway") | root.GetBool("isDefaultGateway"),
            ForceAddress = root.GetBool("forceAddress"),
            IpMasq = root.GetBool("ipMasq"),
            Mtu = (int)(root.GetInteger("mtu", 0, MaxMtu) ?? 0),
            HairpinMode = root.GetBool("hairpinMode"),
            PromiscMode = root.GetBool("promiscMode"),
            Vlan = (int)(root.GetInteger("vlan", 0, VlanRange.MaxId) ?? 0),
            VlanTrunk = VlanTrunkReader.Read(root),
            PreserveDefaultVlan = root.GetBool("preserveDefaultVlan", defaultValue: true),
            MacSpoofCheck = root.GetBool("macspoofchk"),
            EnableDad = root.GetBool("enabledad"),
            DisableContainerInterface = root.GetBool("disableContainerInterface"),
            PortIsolation = root.GetBool("portIsolation"),
            Mac = MacReader.Read(root, args),
            Dns = dns.IsEmpty ? null : dns,
            HasIpam = hasIpam,
        };

        if (config.Mtu is > 0 and < MinMtu)
        {
            root.Invalid("mtu", $"is {config.Mtu}; give at least {MinMtu} bytes, or 0 for the kernel's own");
        }

        BridgeNameValidator.Validate(root, config);
        MasqueradeBackendValidator.Validate(root);
        ExclusionValidator.Validate(root, config);
        return config;
    }
}
