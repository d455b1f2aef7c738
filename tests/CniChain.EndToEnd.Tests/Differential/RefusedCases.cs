using System.Globalization;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Configurations that no ADD can be made of.</summary>
internal static class RefusedCases
{
    private const string Ipam = """ "ipam": { "type": "host-local", "subnet": "10.88.0.0/24" } """;
    private const string Good = $$"""{ "type": "bridge", {{Ipam}} }""";

    /// <summary>All of them, numbered.</summary>
    public static IEnumerable<NetworkCase> All() =>
        Make().Select((network, i) => network with { Name = string.Create(CultureInfo.InvariantCulture, $"refused {i + 1}"), AsChain = i % 3 == 0 });

    private static IEnumerable<NetworkCase> Make()
    {
        foreach (var keys in s_bridge)
        {
            yield return Of($$"""{ "type": "bridge", {{Ipam}}, {{keys}} }""");
        }

        foreach (var ipam in s_hostLocal)
        {
            yield return Of($$"""{ "type": "bridge", "ipam": { "type": "host-local", {{ipam}} } }""");
        }

        foreach (var ipam in s_static)
        {
            yield return Of($$"""{ "type": "bridge", "ipam": { "type": "static", {{ipam}} } }""");
        }

        foreach (var keys in s_portmap)
        {
            yield return Of(Good, $$"""{ "type": "portmap", "capabilities": { "portMappings": true }, {{keys}} }""") with
            {
                Capabilities = """{ "portMappings": [{ "hostPort": 8080, "containerPort": 80, "protocol": "tcp" }] }""",
            };
        }

        foreach (var mapping in s_mappings)
        {
            yield return Of(Good, """{ "type": "portmap", "capabilities": { "portMappings": true } }""") with
            {
                Capabilities = $$"""{ "portMappings": [{{mapping}}] }""",
            };
        }

        foreach (var args in s_args)
        {
            yield return Of(Good) with { Args = args };
        }

        foreach (var version in s_versions)
        {
            yield return Of(Good) with { Version = version };
        }

        yield return Of(Good, """{ "type": "portmap", "capabilities": { "portMappings": true } }""") with
        {
            Capabilities = """{ "portMappings": [{ "hostPort": 8080, "containerPort": 80, "protocol": "tcp" }] }""",
            Containers = 2,
        };
        yield return Of("""{ "type": "portmap", "snat": true }""");
        yield return Of("""{ "type": "bridge", "isGateway": true, "ipam": { "type": "absent-ipam" } }""");
        yield return Of($$"""{ "type": "bridge", "bridge": "taken", {{Ipam}} }""") with
        {
            Setup = "ip link add taken type veth peer name taken-peer",
        };
        yield return Of($$"""{ "type": "bridge", "bridge": "br-old", "isGateway": true, {{Ipam}} }""") with
        {
            Setup = "ip link add br-old type bridge; ip addr add 10.99.0.1/24 dev br-old",
        };
    }

    private static readonly string[] s_bridge =
    [
        "\"hairpinMode\": true, \"promiscMode\": true",
        "\"vlan\": 4095",
        "\"vlan\": -1",
        "\"mtu\": \"big\"",
        "\"isGateway\": \"yes\"",
        "\"args\": { \"cni\": { \"mac\": \"02:11:22\" } }",
    ];

    private static readonly string[] s_hostLocal =
    [
        "\"subnet\": \"10.88.0.0/31\"",
        "\"subnet\": \"10.88.0.7/24\"",
        "\"subnet\": \"nowhere\"",
        "\"ranges\": []",
        "\"ranges\": [[]]",
        "\"subnet\": \"10.88.0.0/24\", \"rangeStart\": \"10.99.0.1\"",
        "\"subnet\": \"10.88.0.0/24\", \"rangeEnd\": \"10.99.0.1\"",
        "\"subnet\": \"10.88.0.0/24\", \"rangeStart\": \"10.88.0.9\", \"rangeEnd\": \"10.88.0.8\"",
        "\"ranges\": [[{ \"subnet\": \"10.88.0.0/24\" }], [{ \"subnet\": \"10.88.0.0/25\" }]]",
        "\"ranges\": [[{ \"subnet\": \"10.88.0.0/24\" }, { \"subnet\": \"fd00::/64\" }]]",
        "\"subnet\": \"10.88.0.0/24\", \"routes\": [{ \"dst\": \"nowhere\" }]",
        "\"subnet\": \"10.88.0.0/24\", \"resolvConf\": \"/etc/cni/absent\"",
    ];

    private static readonly string[] s_static =
    [
        "\"addresses\": [{ \"address\": \"10.88.0.9\" }]",
        "\"addresses\": [{ \"address\": \"10.88.0.9/33\" }]",
        "\"addresses\": [{ \"address\": \"10.88.0.9/24\", \"gateway\": \"there\" }]",
    ];

    private static readonly string[] s_portmap =
    [
        "\"markMasqBit\": 32",
        "\"markMasqBit\": 5, \"externalSetMarkChain\": \"KUBE-MARK-MASQ\"",
        "\"snat\": 7",
    ];

    private static readonly string[] s_mappings =
    [
        """{ "hostPort": 0, "containerPort": 80, "protocol": "tcp" }""",
        """{ "hostPort": 8080, "containerPort": 0, "protocol": "tcp" }""",
        """{ "hostPort": -5, "containerPort": 80, "protocol": "tcp" }""",
        """{ "hostPort": "web", "containerPort": 80, "protocol": "tcp" }""",
        """{ "hostPort": 8080, "containerPort": 80, "protocol": "gre" }""",
        """{ "hostPort": 8080, "containerPort": 80, "protocol": "tcp", "hostIP": "here" }""",
    ];

    private static readonly string[] s_args =
    [
        "IgnoreUnknown=1;IP=10.99.0.5",
        "IgnoreUnknown=1;IP=10.88.0.1",
        "IgnoreUnknown=1;IP=five",
        "IgnoreUnknown=1;MAC=five",
        "IgnoreUnknown=perhaps",
        "nonsense",
    ];

    private static readonly string[] s_versions = ["1.1.0", "9.9.9", "0.5.0", "one"];

    private static NetworkCase Of(params string[] plugins) => new()
    {
        Name = "refused",
        Version = "1.0.0",
        Plugins = plugins,
    };
}
