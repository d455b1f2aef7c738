namespace CniChain.Plugins.Bridge.Config;

/// <summary>Keys that are each valid but contradict one another.</summary>
internal static class ExclusionValidator
{
    public static void Validate(ConfigSection root, BridgeConfig config)
    {
        if (config is { HairpinMode: true, PromiscMode: true })
        {
            root.Invalid("hairpinMode", "and \"promiscMode\" are both true, which doubles packets; choose one");
        }

        if (config is { DisableContainerInterface: true, HasIpam: true })
        {
            root.Invalid("disableContainerInterface", "is true, but an interface that is down cannot hold the addresses of \"ipam\"; remove one");
        }
    }
}
