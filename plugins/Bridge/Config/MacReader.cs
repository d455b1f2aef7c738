using CniChain.Linux;

namespace CniChain.Plugins.Bridge.Config;

/// <summary>The container end's hardware address, from the most specific place that names one.</summary>
internal static class MacReader
{
    private const string Example = "02:00:0a:58:00:05";

    public static MacAddress? Read(ConfigSection root, CniArgs args)
    {
        var runtime = root.GetSection("runtimeConfig");
        var cni = root.GetSection("args")?.GetSection("cni");
        return runtime?.GetString("mac") is { Length: > 0 } dynamic ? Parse(runtime, "mac", dynamic)
            : cni?.GetString("mac") is { Length: > 0 } argument ? Parse(cni, "mac", argument)
            : args["MAC"] is { Length: > 0 } variable ? Parse(root, "CNI_ARGS MAC", variable)
            : null;
    }

    private static MacAddress? Parse(ConfigSection section, string key, string text)
    {
        if (!MacAddress.TryParse(text, out var mac))
        {
            section.Invalid(key, $"is \"{text}\"; give an address such as {Example}");
            return null;
        }

        if (mac.IsMulticast || mac.IsZero)
        {
            section.Invalid(key, $"is \"{text}\", which no interface can have; give a unicast address such as {Example}");
            return null;
        }

        return mac;
    }
}
