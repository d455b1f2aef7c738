using CniChain.Testing;

namespace CniChain.EndToEnd.Tests;

/// <summary>The network of the example, as the reference plugins and as the sole plugin are given it.</summary>
internal static class Networks
{
    /// <summary>Its gateway, on the bridge.</summary>
    public const string Gateway = "10.88.0.1";

    /// <summary>Its bridge.</summary>
    public const string Bridge = "cni0";

    private const string BridgePlugin = """
        { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]], "routes": [{ "dst": "0.0.0.0/0" }] } }
        """;

    private const string Chain = $$"""
        {{BridgePlugin}},
        { "type": "portmap", "capabilities": { "portMappings": true } }
        """;

    private const string DualStackChain = """
        { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
          "ipam": { "type": "host-local",
            "ranges": [[{ "subnet": "10.88.0.0/16" }], [{ "subnet": "fd88::/64" }]],
            "routes": [{ "dst": "0.0.0.0/0" }, { "dst": "::/0" }] } },
        { "type": "portmap", "capabilities": { "portMappings": true } }
        """;

    /// <summary>The bridge without published ports.</summary>
    public static string BridgeAloneFor(PluginSet set) => Wrap(set, BridgePlugin);

    /// <summary>IPv4: the plain list for the reference, a list with cnichain alone for the tree under test.</summary>
    public static string For(PluginSet set) => Wrap(set, Chain);

    /// <summary>The same with an IPv6 range beside.</summary>
    public static string DualStackFor(PluginSet set) => Wrap(set, DualStackChain);

    /// <summary>The capability argument that publishes ports, as libcni's clients write it.</summary>
    public static string Publish(int hostPort, int containerPort, string protocol = "tcp") =>
        $$"""{ "portMappings": [{ "hostPort": {{hostPort}}, "containerPort": {{containerPort}}, "protocol": "{{protocol}}" }] }""";

    private static string Wrap(PluginSet set, string chain) => set == PluginSet.Reference
        ? $$"""{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ {{chain}} ] }"""
        : $$"""
          { "cniVersion": "1.0.0", "name": "podnet", "plugins": [
            { "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [ {{chain}} ] } ] }
          """;
}
