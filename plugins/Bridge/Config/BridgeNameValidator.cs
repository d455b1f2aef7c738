namespace CniChain.Plugins.Bridge.Config;

/// <summary>Names that the kernel would refuse, or take for something else.</summary>
internal static class BridgeNameValidator
{
    public static void Validate(ConfigSection root, BridgeConfig config)
    {
        if (CniNames.ExplainInterfaceName(config.Bridge) is { } problem)
        {
            root.Invalid("bridge", $"is \"{config.Bridge}\", which {problem}; give an interface name such as cni0");
        }
        else if (config.Bridge.Contains('%', StringComparison.Ordinal))
        {
            // The kernel would number it: "br%d" makes br0, br1, ...
            root.Invalid("bridge", $"is \"{config.Bridge}\"; '%' is not possible in a name");
        }
        else if (config is { IsGateway: true, Vlan: not 0, HasIpam: true }
            && CniNames.ExplainInterfaceName(config.VlanGatewayName) is { } tooLong)
        {
            root.Invalid("bridge", $"is \"{config.Bridge}\": the gateway's interface \"{config.VlanGatewayName}\" {tooLong}; give a shorter name");
        }
    }
}
