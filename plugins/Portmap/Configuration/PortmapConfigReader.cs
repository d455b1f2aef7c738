using System.Net.Sockets;
using CniChain.Plugins.Portmap.Conditions;

namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>Reads and checks the configuration; every problem is reported, not only the first.</summary>
internal static class PortmapConfigReader
{
    /// <exception cref="CniException">Code 7: names every problem.</exception>
    public static PortmapConfig Read(NetworkConfig config) => config.Read(Read);

    private static PortmapConfig Read(ConfigSection root)
    {
        BackendValidator.Check(root);
        return new PortmapConfig
        {
            Snat = root.GetBool("snat", true),
            MasqAll = root.GetBool("masqAll"),
            MarkMasqBit = MarkReader.Read(root),
            ConditionsV4 = ConditionReader.Read(root, "conditionsV4", AddressFamily.InterNetwork),
            ConditionsV6 = ConditionReader.Read(root, "conditionsV6", AddressFamily.InterNetworkV6),
            Mappings = PortMappingReader.Read(root),
        };
    }
}
