using System.Text;
using CniChain.Testing;

namespace CniChain.Benchmarks.Driving;

/// <summary>A network as a runtime drives it: bridge, host-local, ipMasq, and portmap for the published ports.</summary>
/// <param name="Plugins">What a runtime executes one after the other, each with the keys of its configuration.</param>
internal sealed record Chain(IReadOnlyList<ChainPlugin> Plugins)
{
    private const string Bridge = """
        "type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":true,"hairpinMode":true,
        "ipam":{"type":"host-local","ranges":[[{"subnet":"10.88.0.0/16"}]],"routes":[{"dst":"0.0.0.0/0"}]}
        """;

    private const string Portmap = """
        "type":"portmap","capabilities":{"portMappings":true}
        """;

    /// <summary>The network's name: the folder of its leases.</summary>
    public const string Name = "podnet";

    /// <summary>The reference is executed plugin by plugin; cnichain once, with the same two inside.</summary>
    /// <remarks>
    /// portmap 1.1.1 looks for the chains of IPv6 too, which a network without IPv6 never gets, so its CHECK fails at its very end.
    /// </remarks>
    public static Chain Of(PluginSet set) => set == PluginSet.Reference
        ? new([new("bridge", Bridge, TakesPorts: false), new("portmap", Portmap, TakesPorts: true) { MayFailCheck = true }])
        : new([new("cnichain", $$"""
            "type":"cnichain","capabilities":{"portMappings":true},"chain":[{{{Bridge}}},{{{Portmap}}}]
            """, TakesPorts: true)]);

    /// <summary>A bridge whose addresses come from a DHCP server behind it.</summary>
    public static Chain OfDhcp(PluginSet set, string bridge, string family)
    {
        var keys = $$"""
            "type":"bridge","bridge":"{{bridge}}","ipam":{"type":"dhcp"{{(family == "4" ? "" : $",\"family\":\"{family}\"")}}}
            """;
        return set == PluginSet.Reference
            ? new([new("bridge", keys, TakesPorts: false)])
            : new([new("cnichain", $$"""
                "type":"cnichain","chain":[{{{keys}}}]
                """, TakesPorts: false)]);
    }

    /// <summary>A plugin's stdin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="ports">The capability argument portMappings.</param>
    /// <param name="result">The result before it; empty at the start of an ADD.</param>
    public static byte[] Config(ChainPlugin plugin, string ports, ReadOnlySpan<byte> result)
    {
        var json = new StringBuilder(1024).Append("{\"cniVersion\":\"1.0.0\",\"name\":\"").Append(Name).Append("\",").Append(plugin.Keys);
        if (plugin.TakesPorts)
        {
            json.Append(",\"runtimeConfig\":{\"portMappings\":").Append(ports).Append('}');
        }

        if (!result.IsEmpty)
        {
            json.Append(",\"prevResult\":").Append(Encoding.UTF8.GetString(result));
        }

        return Encoding.UTF8.GetBytes(json.Append('}').ToString());
    }
}
