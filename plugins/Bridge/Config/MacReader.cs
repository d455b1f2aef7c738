using CniChain.Linux;

namespace CniChain.Plugins.Bridge.Config;

/// <summary>The container end's hardware address, from the most specific place that names one.</summary>
internal static class MacReader
{
    public static MacAddress? Read(ConfigSection root, CniArgs args)
    {
        var runtime = root.GetSection("runtimeConfig");
        var cni = root.GetSection("args")?.GetSection("cni");
        return runtime?.GetString("mac") is { Length: > 0 } dynamic ? InterfaceMac.Parse(runtime, "mac", dynamic)
            : cni?.GetString("mac") is { Length: > 0 } argument ? InterfaceMac.Parse(cni, "mac", argument)
            : args["MAC"] is { Length: > 0 } variable ? InterfaceMac.Parse(root, "CNI_ARGS MAC", variable)
            : null;
    }
}
