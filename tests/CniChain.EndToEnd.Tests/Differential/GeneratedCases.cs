using System.Globalization;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Configurations made from a number each, so that a failure can be looked at again.</summary>
internal static class GeneratedCases
{
    private static readonly string[] s_versions = ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "0.4.0", "1.0.0", "1.0.0", "1.0.0"];

    public static IEnumerable<NetworkCase> All(int count) => Enumerable.Range(1, count).Select(Make);

    public static NetworkCase Make(int seed)
    {
        var draw = new Draw(seed);
        var version = draw.Of(s_versions);
        var addresses = new GeneratedAddresses(draw, version);
        var bridge = Bridge(draw, addresses);
        var plugins = new List<string> { bridge };
        var capabilities = new List<string>(addresses.Capabilities);
        var publishes = false;
        if (addresses.HasAny && draw.Often)
        {
            plugins.Add(Portmap(draw));
            publishes = !draw.Seldom;
            if (publishes)
            {
                capabilities.Add($"\"portMappings\": [{Mappings(draw, addresses)}]");
            }
        }

        var macs = draw.Next(8);
        if (macs == 0)
        {
            capabilities.Add("\"mac\": \"02:11:22:33:44:55\"");
        }

        var setup = Setup(draw, bridge);

        // Several need a bridge that the plugin pins to one MAC, and addresses and ports enough.
        var isRoomy = !publishes && addresses.Args.Length == 0 && setup == "true" && bridge.Contains("ateway\": true", StringComparison.Ordinal)
            && !bridge.Contains("static", StringComparison.Ordinal) && !capabilities.Any(c => c.StartsWith("\"ips\"", StringComparison.Ordinal));
        return new NetworkCase
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"seed {seed}"),
            Version = version,
            Plugins = plugins,
            Capabilities = capabilities.Count == 0 ? null : $"{{ {string.Join(", ", capabilities)} }}",
            Args = "IgnoreUnknown=1" + addresses.Args + (macs == 1 ? ";MAC=02:11:22:33:44:66" : ""),
            Setup = setup,
            Containers = isRoomy && draw.Next(3) != 0 ? 2 : 1,
            AsChain = seed % 2 == 0,
        };
    }

    private static string Bridge(Draw draw, GeneratedAddresses addresses)
    {
        var keys = new List<string> { "\"type\": \"bridge\"", $"\"bridge\": \"{draw.Of("cni0", "br-test", "podnet.bridge15")}\"" };
        if (addresses.HasAny)
        {
            draw.Maybe(keys, addresses.HasDefaultRoute && !draw.Seldom ? "\"isGateway\": true" : draw.Of("\"isGateway\": true", "\"isDefaultGateway\": true"), 4, 5);
            draw.Maybe(keys, "\"ipMasq\": true", 1, 2);
            draw.Maybe(keys, "\"forceAddress\": true", addresses.Capabilities.Count == 0 ? 1 : 0, 5);
            keys.Add(addresses.Ipam);
        }

        draw.Maybe(keys, draw.Of("\"hairpinMode\": true", "\"promiscMode\": true", "\"hairpinMode\": false"), 1, 2);
        draw.Maybe(keys, draw.Of("\"mtu\": 1400", "\"mtu\": 9000"), 1, 3);
        draw.Maybe(keys, "\"enabledad\": true", 1, 12);
        draw.Maybe(keys, "\"macspoofchk\": true", 1, 6);
        draw.Maybe(keys, "\"dns\": { \"nameservers\": [\"10.0.0.53\"], \"domain\": \"b.example\", \"search\": [\"b.example\"], \"options\": [\"ndots:3\"] }", 1, 5);
        draw.Maybe(keys, "\"args\": { \"cni\": { \"mac\": \"02:11:22:33:44:77\" } }", 1, 8);
        keys.Add("\"capabilities\": { \"mac\": true, \"ips\": true, \"ipRanges\": true }");
        return $"{{ {string.Join(", ", keys)} }}";
    }

    private static string Portmap(Draw draw)
    {
        var keys = new List<string> { "\"type\": \"portmap\"", "\"capabilities\": { \"portMappings\": true }" };
        draw.Maybe(keys, draw.Of("\"snat\": false", "\"masqAll\": true", "\"snat\": true"), 1, 2);
        draw.Maybe(keys, "\"markMasqBit\": 5", 1, 6);
        return $"{{ {string.Join(", ", keys)} }}";
    }

    private static string Mappings(Draw draw, GeneratedAddresses addresses)
    {
        var mappings = new List<string> { """{ "hostPort": 8080, "containerPort": 80, "protocol": "tcp" }""" };
        draw.Maybe(mappings, """{ "hostPort": 5353, "containerPort": 53, "protocol": "udp" }""", 1, 2);
        draw.Maybe(mappings, """{ "hostPort": 8081, "containerPort": 80, "protocol": "TCP", "hostIP": "" }""", 1, 4);
        if (addresses.HasIPv4)
        {
            draw.Maybe(mappings, """{ "hostPort": 9000, "containerPort": 90, "protocol": "tcp", "hostIP": "172.31.77.1" }""", 1, 4);
        }

        if (addresses.HasIPv6)
        {
            draw.Maybe(mappings, """{ "hostPort": 9000, "containerPort": 90, "protocol": "tcp", "hostIP": "fd77::1" }""", 1, 4);
        }

        return string.Join(", ", mappings);
    }

    private static string Setup(Draw draw, string bridge)
    {
        var name = bridge.Split("\"bridge\": \"")[1].Split('"')[0];
        return draw.Next(8) switch
        {
            0 => $"ip link add {name} type bridge",
            1 => $"ip link add {name} type bridge; ip link set {name} up; ip addr add 10.88.0.1/24 dev {name}",
            2 => "mkdir -p /etc/cni; printf 'nameserver 10.9.9.9\\nsearch c.example d.example\\noptions ndots:2 rotate\\n' > /etc/cni/resolv.conf",
            _ => "true",
        };
    }
}
