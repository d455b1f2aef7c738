using System.Text.Json;
using CniChain.Plugins.Portmap;
using CniChain.Plugins.Portmap.Configuration;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>Configurations as short texts.</summary>
internal static class PortmapText
{
    /// <summary>A network's configuration with some more keys.</summary>
    public static NetworkConfig Network(string keys = "", string name = "podnet") =>
        NetworkConfig.Parse(JsonDocument.Parse(
            $$"""{ "cniVersion": "1.0.0", "name": "{{name}}", "type": "portmap"{{(keys.Length > 0 ? ", " + keys : "")}} }""").RootElement);

    /// <summary>What a runtime sends along.</summary>
    public static string Mappings(string entries) => $$"""  "runtimeConfig": { "portMappings": [{{entries}}] }""";

    public static PortmapConfig Read(string keys) => PortmapConfigReader.Read(Network(keys));

    public static CniException ReadFails(string keys)
    {
        var e = Assert.Throws<CniException>(() => Read(keys));
        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        return e;
    }
}
