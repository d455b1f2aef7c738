using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Macvlan;

/// <summary>Reads a macvlan network's configuration; every problem in it is reported at once.</summary>
internal static class MacvlanConfigReader
{
    // linux/if_ether.h: ETH_MAX_MTU.
    private const int MaxMtu = 65535;

    /// <exception cref="CniException">Code 7: the configuration is not valid.</exception>
    public static MacvlanConfig Read(NetworkConfig network, CniArgs args) => network.Read(root => Read(root, args));

    private static MacvlanConfig Read(ConfigSection root, CniArgs args)
    {
        var dns = CniDns.Read(root);
        var config = new MacvlanConfig
        {
            Master = ReadMaster(root),
            Mode = ReadMode(root),
            Mtu = (int)(root.GetInteger("mtu", 0, MaxMtu) ?? 0),
            Mac = ReadMac(root, args),
            LinkInContainer = root.GetBool("linkInContainer"),
            BroadcastQueueLength = root.GetInteger("bcqueuelen", 0, uint.MaxValue) is > 0 and var length ? (uint)length : null,
            Dns = dns.IsEmpty ? null : dns,
        };
        if (config is { Mode: MacvlanMode.Passthru, Mac: not null })
        {
            root.Invalid("mode", "is \"passthru\", where the interface has its master's MAC; remove the MAC, or choose another mode");
        }

        return config;
    }

    private static string? ReadMaster(ConfigSection root)
    {
        if (root.GetString("master") is not { Length: > 0 } name)
        {
            return null;
        }

        if (CniNames.ExplainInterfaceName(name) is { } problem)
        {
            root.Invalid("master", $"is \"{name}\", which {problem}; give the name of a link such as eth0");
        }

        return name;
    }

    private static MacvlanMode ReadMode(ConfigSection root)
    {
        var text = root.GetString("mode");
        switch (text)
        {
            case null or "" or "bridge":
                return MacvlanMode.Bridge;
            case "private":
                return MacvlanMode.Private;
            case "vepa":
                return MacvlanMode.Vepa;
            case "passthru":
                return MacvlanMode.Passthru;
            default:
                root.Invalid("mode", $"is \"{text}\"; give bridge, private, vepa or passthru");
                return MacvlanMode.Bridge;
        }
    }

    private static MacAddress? ReadMac(ConfigSection root, CniArgs args)
    {
        var runtime = root.GetSection("runtimeConfig");
        return runtime?.GetString("mac") is { Length: > 0 } dynamic ? InterfaceMac.Parse(runtime, "mac", dynamic)
            : args["MAC"] is { Length: > 0 } variable ? InterfaceMac.Parse(root, "CNI_ARGS MAC", variable)
            : root.GetString("mac") is { Length: > 0 } configured ? InterfaceMac.Parse(root, "mac", configured)
            : null;
    }
}
